import type { Clock } from '../../../kernel/clock.js';
import { Secret } from '../../../kernel/secret.js';
import { type Inspection, type IssuedAccount, type Renewal, TokenIssuer } from '../../../token/token.port.js';
import type { WhatsApp } from '../../../whatsapp/whatsapp.contract.js';
import type { Accounts, MetaAccount } from '../graph/accounts.js';
import { failureOf } from '../graph/failure.js';
import type { Answered } from '../graph/graph.client.js';
import { type Examination, Examiner, mustNotPass, reasonOf, type Subject } from './examination.js';
import { IssuerUnreachable } from './issuer.errors.js';

const TOKEN = /^[\x21-\x7e]{1,4096}$/;
const SPACED =
  'Un jeton est une suite de lettres et de chiffres sans espace : copiez-le de nouveau, en entier.';
const NO_APP =
  'WHATSAPP_APP_ID ou WHATSAPP_APP_SECRET manque : sans eux, Meta ne renouvelle aucun jeton. Complétez les réglages.';
const NEVER_EXPIRES = 'Ce jeton n’expire jamais : il n’y a rien à renouveler.';
const APP_REFUSED =
  'Meta ne reconnaît pas l’application : comparez WHATSAPP_APP_ID et le secret de l’application avec les paramètres de base de l’application chez Meta.';
const ANOTHER_APP =
  'Ce jeton appartient à une autre application : créez-en un pour celle dont l’identifiant est dans WHATSAPP_APP_ID.';

const SET_ACCOUNT = ' (WHATSAPP_BUSINESS_ACCOUNT_ID)';

/** Meta as the one that gives out, inspects and renews access tokens. */
export class MetaTokenIssuer extends TokenIssuer {
  private readonly examiner: Examiner;

  constructor(
    private readonly meta: Accounts,
    private readonly whatsapp: WhatsApp,
    private readonly clock: Clock,
  ) {
    super();
    this.examiner = new Examiner(meta.graph);
  }

  get accounts(): readonly IssuedAccount[] {
    return this.meta.tried.map(({ id, token, appSecret, isCandidate }) => ({
      id,
      token,
      appSecret,
      isCandidate,
    }));
  }

  async inspect(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<Inspection> {
    if (!TOKEN.test(token.reveal())) return BROKEN;
    const seen = await this.examined(accountId, { token, appSecret });
    const { valid, kind, expiresAt, issuedAt, missingScopes } = seen;
    const reason = seen.reason ?? (seen.ofAnotherApp ? ANOTHER_APP : null);
    return { valid, kind, expiresAt, issuedAt, missingScopes, reason };
  }

  async renew(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<Renewal> {
    try {
      return await this.exchanged(this.subject(accountId, token, appSecret));
    } catch (error) {
      if (error instanceof IssuerUnreachable) return { outcome: 'unreachable', reason: error.publicText };
      throw error;
    }
  }

  async tryOut(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<string | null> {
    if (!TOKEN.test(token.reveal())) return SPACED;
    const seen = await this.examined(accountId, { token, appSecret });
    if (seen.appIsKnown === false) return APP_REFUSED;
    if (seen.ofAnotherApp) return ANOTHER_APP;
    if (!seen.valid) return seen.reason;
    return this.opens(this.account(accountId), { token, appSecret });
  }

  queued(accountId: string): Promise<number> {
    return this.whatsapp.queued(this.meta.get(accountId)?.numbers ?? []);
  }

  /** The app of an account that brought its own is known by its token alone; with it, its secret is tried, too. */
  private async examined(
    accountId: string,
    { token, appSecret }: { token: Secret; appSecret?: Secret },
  ): Promise<Examination> {
    const subject = this.subject(accountId, token, appSecret);
    const seen = await this.examiner.examine(subject);
    const { isSet } = this.account(accountId);
    if (isSet || subject.appId || !appSecret || seen.appId === null) return seen;
    return this.examiner.examine({ ...subject, appId: seen.appId });
  }

  private async opens(
    { businessAccountId, numbers, isSet }: MetaAccount,
    credential: { token: Secret; appSecret?: Secret },
  ): Promise<string | null> {
    const doors = [
      ...numbers.map((number) => ({
        path: number,
        name: `le numéro ${number}${isSet ? ' (WHATSAPP_PHONE_NUMBER_ID)' : ''}`,
      })),
      ...(businessAccountId
        ? [{ path: businessAccountId, name: `le compte ${businessAccountId}${isSet ? SET_ACCOUNT : ''}` }]
        : []),
    ];
    for (const { path, name } of doors) {
      const answer = await this.examiner.answered(
        { method: 'GET', path, query: { fields: 'id' } },
        credential,
      );
      const failure = failureOf(answer);
      if (failure) mustNotPass(failure);
      if (failure)
        return `Ce jeton n’ouvre pas ${name}. Donnez à son utilisateur le droit de le gérer, ou corrigez le réglage.`;
    }
    return null;
  }

  private async exchanged(subject: Subject): Promise<Renewal> {
    if (!TOKEN.test(subject.token.reveal())) return refused(SPACED);
    const seen = await this.examiner.examine(subject);
    if (!seen.valid)
      return refused(
        `${seen.reason ?? BROKEN.reason} Un jeton qui n’est plus valable ne peut pas être échangé.`,
      );
    if (seen.kind === 'never-expiring') return refused(NEVER_EXPIRES);
    const appId = subject.appId ?? seen.appId;
    if (!appId || !subject.appSecret) return refused(NO_APP);
    if (seen.ofAnotherApp) return refused(ANOTHER_APP);
    const query = {
      grant_type: 'fb_exchange_token',
      client_id: appId,
      client_secret: subject.appSecret.reveal(),
      ...(seen.ofSystem && { set_token_expires_in_60_days: 'true' }),
      fb_exchange_token: subject.token.reveal(),
    };
    return this.renewalIn(
      await this.examiner.answered({ method: 'GET', path: 'oauth/access_token', query }),
      seen,
    );
  }

  private renewalIn(answer: Answered, { appIsKnown }: Examination): Renewal {
    const failure = failureOf(answer);
    if (failure) mustNotPass(failure);
    if (failure) return refused(appIsKnown === false ? APP_REFUSED : reasonOf(failure));
    const { access_token: token, expires_in: seconds } = answer.body ?? {};
    if (typeof token !== 'string' || !TOKEN.test(token))
      return { outcome: 'unreachable', reason: 'Meta a répondu sans donner de nouveau jeton.' };
    const lifeMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null;
    const expiresAt = lifeMs === null ? null : new Date(this.clock.now().getTime() + lifeMs);
    return { outcome: 'renewed', token: new Secret(token), expiresAt };
  }

  private subject(accountId: string, token: Secret, appSecret: Secret | undefined): Subject {
    const account = this.account(accountId);
    const { businessAccountId } = account;
    const appId = this.meta.appIdOf(account, appSecret);
    return { token, appSecret, appId, businessAccountId, probe: accountId };
  }

  private account(accountId: string): MetaAccount {
    const account = this.meta.get(accountId);
    if (!account) throw new Error(`no account ${accountId} is configured`);
    return account;
  }
}

const BROKEN: Inspection = {
  valid: false,
  kind: 'unknown',
  expiresAt: null,
  issuedAt: null,
  missingScopes: [],
  reason: SPACED,
};

function refused(reason: string): Renewal {
  return { outcome: 'refused', reason };
}
