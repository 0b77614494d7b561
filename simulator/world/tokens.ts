import { randomBytes } from 'node:crypto';

export type TokenKind = 'never-expiring' | '60-day' | 'user';

/** A key to the account. */
export interface Token {
  id: string;
  value: string;
  kind: TokenKind;
  /** Whose app it was made for. */
  app: 'ours' | 'another';
  /** Id of the account that it opens; absent: the first. */
  account?: string;
  scopes: readonly string[];
  /** Milliseconds. */
  issuedAt: number;
  /** `null`: never. */
  expiresAt: number | null;
  /** The sub-code with which it died before its time. */
  dead: number | null;
  /** How many calls it opened. */
  uses: number;
}

/** What may be said of a token that is made or changed. */
export interface TokenWish {
  value?: string | undefined;
  kind?: TokenKind | undefined;
  app?: Token['app'] | undefined;
  account?: string | undefined;
  scopes?: readonly string[] | undefined;
  issuedAt?: number | undefined;
  expiresAt?: number | null | undefined;
  dead?: number | null | undefined;
}

export const SIXTY_DAYS_MS = 60 * 24 * 3_600_000;
export const SCOPES: readonly string[] = ['whatsapp_business_management', 'whatsapp_business_messaging'];
const MOST = 2_000;

/** The keys of the account; the oldest go when there are too many, the first never does. */
export class Tokens {
  /** How often a token was exchanged for a new one. */
  exchanges = 0;
  /** How often somebody asked what a token is worth. */
  inspections = 0;
  private readonly byValue = new Map<string, Token>();
  private next = 1;

  make(wish: TokenWish, now: number): Token {
    const kind = wish.kind ?? 'never-expiring';
    const life = kind === 'never-expiring' ? null : SIXTY_DAYS_MS;
    const expiresAt = wish.expiresAt === undefined ? (life === null ? null : now + life) : wish.expiresAt;
    const token: Token = {
      id: String(this.next),
      value: wish.value ?? `EAAS${randomBytes(60).toString('hex')}ZD`,
      kind,
      app: wish.app ?? 'ours',
      ...(wish.account !== undefined && { account: wish.account }),
      scopes: wish.scopes ?? SCOPES,
      issuedAt: wish.issuedAt ?? bornOf(expiresAt, now),
      expiresAt,
      dead: wish.dead ?? null,
      uses: 0,
    };
    this.next += 1;
    this.keep(token);
    return token;
  }

  /** `undefined` when nobody made this token. */
  known(value: string): Token | undefined {
    return this.byValue.get(value);
  }

  get(id: string): Token | undefined {
    return this.list().find((token) => token.id === id);
  }

  change(token: Token, wish: TokenWish): Token {
    const given = Object.entries(wish).filter(([, value]) => value !== undefined);
    const changed: Token = { ...token, ...(Object.fromEntries(given) as Partial<Token>) };
    this.byValue.delete(token.value);
    this.keep(changed);
    return changed;
  }

  used(token: Token): void {
    const known = this.byValue.get(token.value);
    if (known) known.uses += 1;
  }

  forget(token: Token): void {
    this.byValue.delete(token.value);
  }

  list(): Token[] {
    return [...this.byValue.values()].toSorted((a, b) => Number(a.id) - Number(b.id));
  }

  /** Only the token of the settings is left, as on the first day. */
  reset(first: string, now: number): void {
    this.byValue.clear();
    this.exchanges = 0;
    this.inspections = 0;
    this.next = 1;
    this.make({ value: first }, now);
  }

  private keep(token: Token): void {
    this.byValue.set(token.value, token);
    const oldest = [...this.byValue.values()].find(({ id }) => id !== '1');
    if (this.byValue.size > MOST && oldest) this.byValue.delete(oldest.value);
  }
}

/** A token that is about to die was made sixty days before. */
function bornOf(expiresAt: number | null, now: number): number {
  return expiresAt === null ? now : Math.min(now, expiresAt - SIXTY_DAYS_MS);
}
