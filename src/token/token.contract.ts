import type { Secret } from '../kernel/secret.js';

/** A token in use: `version` names it, so that whoever was refused can say which one it used. */
export interface TokenInUse {
  version: string;
  secret: Secret;
}

export type TokenState = 'valid' | 'expiring' | 'expired' | 'invalid' | 'unknown';

/** `normal`, or `fallback`: no token works, messages are kept until one does. */
export type TokenMode = 'normal' | 'fallback';

/** What may be told of an account's token. Never the token itself, nor more of it than its last four characters. */
export interface TokenStatus {
  accountId: string;
  state: TokenState;
  /** How the issuer calls this kind, in words: never expiring, sixty days, a person's. */
  kind: 'never-expiring' | '60-day' | 'user' | 'unknown';
  mode: TokenMode;
  expiresAt: Date | null;
  /** Whole days until it expires, rounded down; `null` when it never does or nobody knows. */
  daysLeft: number | null;
  missingScopes: string[];
  lastCheckAt: Date | null;
  lastRenewalAt: Date | null;
  /** When it will be renewed: at 80 % of its life; `null` when it needs no renewal. */
  nextRenewalAt: Date | null;
  /** Messages that wait to be sent from this account's numbers. */
  queuedMessages: number;
  /** Last four characters. */
  ending: string | null;
  /** What is wrong and what a person must do, in French; `null` when all is well. */
  advice: string | null;
}

/** An account's token was renewed or replaced. */
export class TokenChanged {
  static readonly event = 'token.changed';
  constructor(
    readonly accountId: string,
    readonly cause: 'renewed' | 'replaced',
  ) {}
}

/** No token of the account works any more: messages are kept. */
export class TokenFailed {
  static readonly event = 'token.failed';
  constructor(readonly accountId: string) {}
}

/** A token works again after `TokenFailed`: the queue may drain. */
export class TokenRecovered {
  static readonly event = 'token.recovered';
  constructor(readonly accountId: string) {}
}

/** Keys to other people's houses: encrypted, watched, renewed. For providers only: no room ever holds a token. */
export abstract class Tokens {
  /** The token to use now, from memory until 5 minutes before it expires. Throws `TokenMissing` when the account has none. */
  abstract use(accountId: string): Promise<TokenInUse>;

  /**
   * A call was refused because this version is dead. However many callers say so at once, on however many instances, one renewal is
   * tried. `renewed`: repeat the call once; `dead`: nothing works, the account is in fallback.
   */
  abstract refused(accountId: string, version: string): Promise<'renewed' | 'dead'>;

  /** A call with this version succeeded: the one before it is no longer needed; fallback ends. Free when nothing changes. */
  abstract worked(accountId: string, version: string): void;

  /** Whether the account is in fallback: then calls for messages are not even tried. From memory. */
  abstract mode(accountId: string): TokenMode;

  /** Secrets that signatures of this account may be made with, the current one first. From memory. */
  abstract appSecrets(accountId: string): readonly Secret[];

  abstract status(accountId: string): Promise<TokenStatus>;

  /** Renews now, or says why not (a never-expiring token is left alone). */
  abstract refresh(accountId: string): Promise<TokenStatus>;

  /** Takes another token (and app secret) after the issuer has confirmed app, scopes, number and account; throws `TokenRefused` with the reason otherwise. */
  abstract replace(accountId: string, token: Secret, appSecret?: Secret): Promise<TokenStatus>;

  /** Erases every token and app secret of an account that is no longer ours. */
  abstract forget(accountId: string): Promise<void>;
}
