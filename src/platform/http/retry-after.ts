import type { IncomingHttpHeaders } from 'node:http';

/** What `Retry-After` asks for, in seconds or as a date; 0 where it asks for nothing. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: Date): number {
  const header: unknown = headers['retry-after'];
  if (typeof header !== 'string') return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(ms, 0) : 0;
}
