import type { FastifyRequest } from 'fastify';

const NAME = 'relais_session';
const TOKEN = new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]{43})(?:;|$)`);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The session's token that a browser sends along; `null` where there is none. */
export function tokenIn(cookie: string | undefined): string | null {
  return TOKEN.exec(cookie ?? '')?.[1] ?? null;
}

/** Out of reach for scripts and other sites; only over TLS where the browser came by TLS. */
export function cookieOf(token: string, expiresAt: Date, secure: boolean): string {
  return `${NAME}=${token}; Path=/; HttpOnly; SameSite=Strict; Expires=${expiresAt.toUTCString()}${secure ? '; Secure' : ''}`;
}

/** Takes the cookie away again. */
export const NO_COOKIE = `${NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;

/**
 * Whether a request that changes something and is only vouched for by a cookie comes from our own pages: browsers say so
 * themselves, the old ones by the `Origin`. A program that says neither holds its cookie on purpose.
 */
export function isOwnPage(request: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (SAFE.has(request.method)) return true;
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
