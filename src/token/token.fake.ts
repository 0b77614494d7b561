import type { Clock } from '../kernel/clock.js';
import { Secret } from '../kernel/secret.js';
import { type TokenInUse, type TokenMode, Tokens, type TokenStatus } from './token.contract.js';
import { type Inspection, type IssuedAccount, type Renewal, TokenIssuer } from './token.port.js';

const DAY_MS = 86_400_000;

/** What the fake issuer knows of a token. */
export interface IssuedToken {
  kind: Inspection['kind'];
  issuedAt: Date;
  expiresAt: Date | null;
  revoked: boolean;
  missingScopes: string[];
  /** Why it does not open the account; `null` when it does. */
  locked: string | null;
}

/** An issuer on your desk: knows its tokens, counts what it is asked, refuses and falls silent on request. */
export class FakeIssuer extends TokenIssuer {
  readonly tokens = new Map<string, IssuedToken>();
  /** How often it was asked for each thing. */
  readonly asked = { inspect: 0, renew: 0, tryOut: 0 };
  /** Whether it answers at all. */
  isReachable = true;
  /** Why it renews nothing; `null` when it does. */
  refusal: string | null = null;
  waiting = 0;
  /** How far its clock is behind ours. */
  behindMs = 0;
  /** Awaited in each renewal. */
  beforeRenewal: () => Promise<void> = () => Promise.resolve();
  private serial = 0;

  constructor(
    private readonly clock: Clock,
    readonly accounts: IssuedAccount[] = [],
  ) {
    super();
  }

  /** Makes a token of sixty days, unless told otherwise. */
  issue(text: string, over: Partial<IssuedToken> = {}): Secret {
    const issuedAt = this.now();
    this.tokens.set(text, {
      kind: '60-day',
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + 60 * DAY_MS),
      revoked: false,
      missingScopes: [],
      locked: null,
      ...over,
    });
    return new Secret(text);
  }

  /** From now on nothing opens with it. */
  revoke(text: string, revoked = true): void {
    this.change(text, { revoked });
  }

  change(text: string, over: Partial<IssuedToken>): void {
    const known = this.tokens.get(text);
    if (known === undefined) throw new Error('no such token');
    this.tokens.set(text, { ...known, ...over });
  }

  /** Whether a call with this token would go through. */
  opens(text: string): boolean {
    const known = this.tokens.get(text);
    return known !== undefined && this.isAlive(known) && known.locked === null;
  }

  async inspect(_accountId: string, token: Secret): Promise<Inspection> {
    this.asked.inspect += 1;
    await this.answer();
    const known = this.tokens.get(token.reveal());
    if (known === undefined) return { ...NOTHING, reason: 'Ce jeton n’existe pas.' };
    const { kind, issuedAt, expiresAt, missingScopes } = known;
    const valid = this.isAlive(known);
    return { valid, kind, issuedAt, expiresAt, missingScopes, reason: valid ? null : 'Le jeton est mort.' };
  }

  async renew(_accountId: string, token: Secret): Promise<Renewal> {
    this.asked.renew += 1;
    await this.beforeRenewal();
    if (!this.isReachable) return { outcome: 'unreachable', reason: 'L’émetteur ne répond pas.' };
    const known = this.tokens.get(token.reveal());
    if (this.refusal !== null) return { outcome: 'refused', reason: this.refusal };
    if (known === undefined || !this.isAlive(known))
      return { outcome: 'refused', reason: 'Un jeton mort ne se renouvelle pas.' };
    this.serial += 1;
    const fresh = this.issue(`renewed-token-number-${this.serial}`, { kind: known.kind });
    return {
      outcome: 'renewed',
      token: fresh,
      expiresAt: new Date(this.clock.now().getTime() + 60 * DAY_MS),
    };
  }

  async tryOut(_accountId: string, token: Secret): Promise<string | null> {
    this.asked.tryOut += 1;
    await this.answer();
    return this.tokens.get(token.reveal())?.locked ?? null;
  }

  queued(): Promise<number> {
    return Promise.resolve(this.waiting);
  }

  private now(): Date {
    return new Date(this.clock.now().getTime() - this.behindMs);
  }

  private isAlive({ revoked, expiresAt }: IssuedToken): boolean {
    return !revoked && (expiresAt === null || this.now() < expiresAt);
  }

  private answer(): Promise<void> {
    return this.isReachable ? Promise.resolve() : Promise.reject(new Error('L’émetteur ne répond pas.'));
  }
}

/** Tokens for the tests of providers: a renewal takes the next one of the list, `dead` where there is none. */
export class FakeTokens extends Tokens {
  readonly uses: string[] = [];
  readonly refusals: string[] = [];
  readonly works: string[] = [];
  readonly replacements: { accountId: string; token: string; appSecret: string | undefined }[] = [];
  readonly forgotten: string[] = [];
  secrets: Secret[] = [new Secret('test_app_secret')];
  /** Thrown instead of a token. */
  fault: Error | null = null;
  private at = 0;
  private fallback = false;

  constructor(private tokens: readonly string[] = ['EAAtoken']) {
    super();
  }

  async use(accountId: string): Promise<TokenInUse> {
    if (this.fault) throw this.fault;
    this.uses.push(accountId);
    return { version: `v${this.at}`, secret: new Secret(this.tokens[this.at] ?? '') };
  }

  async refused(_accountId: string, version: string): Promise<'renewed' | 'dead'> {
    if (this.fault) throw this.fault;
    this.refusals.push(version);
    if (version === `v${this.at}`) this.at += 1;
    this.fallback = this.at >= this.tokens.length;
    return this.fallback ? 'dead' : 'renewed';
  }

  worked(_accountId: string, version: string): void {
    this.works.push(version);
  }

  mode(): TokenMode {
    return this.fallback ? 'fallback' : 'normal';
  }

  /** A token works again. */
  revive(): void {
    this.fallback = false;
  }

  /** No token comes after the one in use. */
  exhaust(): void {
    this.tokens = this.tokens.slice(0, this.at + 1);
  }

  appSecrets(): readonly Secret[] {
    return this.secrets;
  }

  async status(accountId: string): Promise<TokenStatus> {
    return { ...FINE, accountId, mode: this.mode(), state: this.fallback ? 'invalid' : 'valid' };
  }

  refresh(accountId: string): Promise<TokenStatus> {
    return this.status(accountId);
  }

  async replace(accountId: string, token: Secret, appSecret?: Secret): Promise<TokenStatus> {
    this.replacements.push({ accountId, token: token.reveal(), appSecret: appSecret?.reveal() });
    return this.status(accountId);
  }

  async forget(accountId: string): Promise<void> {
    this.forgotten.push(accountId);
  }
}

const NOTHING: Inspection = {
  valid: false,
  kind: 'unknown',
  expiresAt: null,
  issuedAt: null,
  missingScopes: [],
  reason: null,
};

const FINE: Omit<TokenStatus, 'accountId' | 'mode' | 'state'> = {
  kind: 'never-expiring',
  expiresAt: null,
  daysLeft: null,
  missingScopes: [],
  lastCheckAt: null,
  lastRenewalAt: null,
  nextRenewalAt: null,
  queuedMessages: 0,
  ending: null,
  advice: null,
};
