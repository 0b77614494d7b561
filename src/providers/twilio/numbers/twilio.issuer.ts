import type { Secret } from '../../../kernel/secret.js';
import { type Inspection, type IssuedAccount, type Renewal, TokenIssuer } from '../../../token/token.port.js';
import type { WhatsApp } from '../../../whatsapp/whatsapp.contract.js';
import type { Accounts } from '../api/accounts.js';
import { failureIn, saysTokenIsDead } from '../api/twilio.errors.js';
import { IssuerUnreachable } from './issuer.errors.js';

const NEVER_RENEWED =
  'Twilio ne renouvelle aucun jeton : prenez le jeton principal du compte dans la console de Twilio, et donnez-le à Relais.';
const WRONG =
  'Twilio ne reconnaît pas ce jeton pour ce compte : comparez l’identifiant du compte et son jeton principal avec la console.';
const CLOSED: Readonly<Record<string, string>> = {
  suspended: 'Le compte est suspendu chez Twilio.',
  closed: 'Le compte est fermé chez Twilio.',
};

/** Twilio as the one that knows whether the token of an account works; it gives out none and renews none. */
export class TwilioTokenIssuer extends TokenIssuer {
  constructor(
    private readonly twilio: Accounts,
    private readonly whatsapp: WhatsApp,
  ) {
    super();
  }

  get accounts(): readonly IssuedAccount[] {
    return this.twilio.issued;
  }

  async inspect(accountId: string, token: Secret): Promise<Inspection> {
    const reason = await this.reasonAgainst(accountId, token);
    return {
      valid: reason === null,
      kind: 'never-expiring',
      expiresAt: null,
      issuedAt: null,
      missingScopes: [],
      reason,
    };
  }

  async renew(accountId: string, token: Secret): Promise<Renewal> {
    try {
      const reason = await this.reasonAgainst(accountId, token);
      return { outcome: 'refused', reason: reason === null ? NEVER_RENEWED : `${reason} ${NEVER_RENEWED}` };
    } catch (error) {
      if (error instanceof IssuerUnreachable) return { outcome: 'unreachable', reason: error.publicText };
      throw error;
    }
  }

  tryOut(accountId: string, token: Secret): Promise<string | null> {
    return this.reasonAgainst(accountId, token);
  }

  queued(accountId: string): Promise<number> {
    const account = this.twilio.all.find(({ id }) => id === accountId);
    return this.whatsapp.queued(account?.numbers.map(({ id }) => id) ?? []);
  }

  /** Why the token does not open the account; `null` when it does. Anything but a clear answer is none. */
  private async reasonAgainst(accountSid: string, token: Secret): Promise<string | null> {
    const outcome = await this.twilio.client.account({ accountSid, token });
    if (outcome.end !== 'answered' || !outcome.body) throw new IssuerUnreachable();
    const { status, body } = outcome;
    if (status === 401 && saysTokenIsDead(failureIn(body))) return WRONG;
    if (status !== 200 || body['sid'] !== accountSid) throw new IssuerUnreachable();
    return CLOSED[String(body['status'])] ?? null;
  }
}
