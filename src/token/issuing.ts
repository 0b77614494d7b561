import { Injectable } from '@nestjs/common';
import { messageOf } from '../kernel/error.js';
import type { Secret } from '../kernel/secret.js';
import { fitting, sentence } from './advice.js';
import type { HeldVersion, Trouble } from './held.js';
import { IssuerRegistry } from './issuer-registry.js';
import type { Inspection, IssuedAccount, Renewal } from './token.port.js';

/** A token and the app secret to ask with. */
export type Pair = Pick<HeldVersion, 'token' | 'appSecret'>;

/** What a trial of a token showed. */
export type Tried =
  | { works: true; inspection: Inspection }
  | { works: false; inspection: Inspection | null; trouble: Trouble };

const LONGEST_CALL_MS = 30_000;
const LONGEST_REASON_BYTES = 600;

/** Every question to an issuer: bounded in time, and no answer can carry a token or secret further. */
@Injectable()
export class Issuing {
  constructor(private readonly registry: IssuerRegistry) {}

  settingsOf(accountId: string): IssuedAccount {
    return this.registry.settingsOf(accountId);
  }

  /** What the issuer says, or that it did not answer. */
  async inspect(accountId: string, pair: Pair): Promise<Inspection | Trouble> {
    const { issuer, secret, clean } = this.desk(accountId, pair);
    try {
      const inspection = await within(issuer.inspect(accountId, pair.token, secret));
      return { ...inspection, reason: inspection.reason === null ? null : clean(inspection.reason) };
    } catch (error) {
      return { cause: 'unreachable', reason: clean(messageOf(error)) };
    }
  }

  /** Inspects a token and lets it open the account; scopes in `tolerated` may be missing. */
  async tryAll(accountId: string, pair: Pair, tolerated: readonly string[] = []): Promise<Tried> {
    const inspection = await this.inspect(accountId, pair);
    if ('cause' in inspection) return { works: false, inspection: null, trouble: inspection };
    const refused = (reason: string): Tried => ({
      works: false,
      inspection,
      trouble: { cause: 'refused', reason },
    });
    if (!inspection.valid)
      return refused(inspection.reason ?? 'L’émetteur dit que ce jeton n’est pas valable.');
    const missing = inspection.missingScopes.filter((scope) => !tolerated.includes(scope));
    if (missing.length > 0) return refused(`Il manque au jeton : ${missing.join(', ')}.`);
    const { issuer, secret, clean } = this.desk(accountId, pair);
    try {
      const reason = await within(issuer.tryOut(accountId, pair.token, secret));
      return reason === null ? { works: true, inspection } : refused(clean(reason));
    } catch (error) {
      return { works: false, inspection, trouble: { cause: 'unreachable', reason: clean(messageOf(error)) } };
    }
  }

  async renew(accountId: string, pair: Pair): Promise<Renewal> {
    const { issuer, secret, clean } = this.desk(accountId, pair);
    try {
      const renewal = await within(issuer.renew(accountId, pair.token, secret));
      return renewal.outcome === 'renewed' ? renewal : { ...renewal, reason: clean(renewal.reason) };
    } catch (error) {
      return { outcome: 'unreachable', reason: clean(messageOf(error)) };
    }
  }

  private desk(accountId: string, { token, appSecret }: Pair) {
    const secret = appSecret ?? this.registry.settingsOf(accountId).appSecret;
    const clean = (text: string): string => without([token, secret], text);
    return { issuer: this.registry.issuerOf(accountId), secret, clean };
  }
}

/** A reason that holds no secret, short enough to be kept. */
function without(secrets: readonly (Secret | undefined)[], text: string): string {
  const shown = secrets.reduce(
    (left, secret) => (secret === undefined ? left : left.replaceAll(secret.reveal(), '[…]')),
    text,
  );
  return fitting(sentence(shown), LONGEST_REASON_BYTES);
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('L’émetteur ne répond pas.')), LONGEST_CALL_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
