import type { Secret } from '../kernel/secret.js';

/** An account of which a provider's settings speak. */
export interface IssuedAccount {
  id: string;
  /** What the settings gave; what was stored since then wins. */
  token?: Secret;
  appSecret?: Secret;
  /** It is being tried and not one of ours yet: it is asked about, but nobody watches it. */
  isCandidate?: boolean;
}

/** What an issuer says of a token. */
export interface Inspection {
  valid: boolean;
  kind: 'never-expiring' | '60-day' | 'user' | 'unknown';
  expiresAt: Date | null;
  issuedAt: Date | null;
  /** Scopes that we need and that it lacks. */
  missingScopes: string[];
  /** Why it is not valid or not usable for this account (another app, revoked, password changed…), in French. */
  reason: string | null;
}

export type Renewal =
  | { outcome: 'renewed'; token: Secret; expiresAt: Date | null }
  /** It can never be renewed this way: a person has to act. In French. */
  | { outcome: 'refused'; reason: string }
  /** The issuer did not answer: later. */
  | { outcome: 'unreachable'; reason: string };

/** Who issues tokens. An adapter in `providers/` extends it and adds itself to `TokenIssuers` at start. */
export abstract class TokenIssuer {
  /** As they are at this moment: accounts come and go while the application runs. */
  abstract readonly accounts: readonly IssuedAccount[];
  /** Rejects only when the issuer cannot be reached. */
  abstract inspect(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<Inspection>;
  abstract renew(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<Renewal>;
  /** Whether the token really opens this account and its numbers: a reason in French when it does not. */
  abstract tryOut(accountId: string, token: Secret, appSecret: Secret | undefined): Promise<string | null>;
  /** Messages that wait to be sent from the account's numbers, for the status. */
  abstract queued(accountId: string): Promise<number>;
}

/** The issuers that are switched on. */
export abstract class TokenIssuers {
  abstract add(issuer: TokenIssuer): void;
}
