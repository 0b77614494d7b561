import type { GatewayFailure } from '../../../dhis2/dhis2.port.js';
import type { JsonExchanged } from '../../../platform/http/json-client.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import { type Cause, type Detail, failure, httpFailure } from './failure.js';

export type Json = Readonly<Record<string, unknown>>;

/** What DHIS2 itself said. A status of 400 and more may still be an answer: 404 of an entity, 409 of an import. */
export interface Answer {
  status: number;
  json: Json;
}

/** `write`: a call whose end, when it is not heard, leaves a doubt. */
export type Kind = 'read' | 'write';

/** What came back, as far as it can be told without knowing what was asked. */
export function replyOf(exchanged: JsonExchanged, kind: Kind, now: Date): Answer | GatewayFailure {
  if (exchanged.end !== 'answered') return unheard(exchanged, kind);
  const { json, body } = exchanged;
  const own = asObject(json);
  const status = statusOf(exchanged.status, own);
  if (status >= 300 && status < 400) return redirected(status, exchanged.headers.location);
  const detail: Detail = { status, words: wordsOf(own) };
  const waitMs = retryAfterMs(exchanged.headers, now);
  if (waitMs > 0) detail.retryAfterMs = waitMs;
  if (TURNED_AWAY.has(status)) return httpFailure(status, detail);
  if (status >= 500) return httpFailure(status, doubted(kind, detail));
  if (own !== null) return { status, json: own };
  return status >= 400 ? httpFailure(status, detail) : failure(unreadable(body), doubted(kind, detail));
}

/** Certainly not done: a refusal at the door. */
const TURNED_AWAY: ReadonlySet<number> = new Set([401, 403, 408, 425, 429, 503]);

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET|HOSTNAME_MISMATCH/;
const NO_TLS = /^ERR_(TLS|SSL)|^EPROTO$/;
const LOGIN = /login|dhis-web-commons\/security|\/oauth2\/|\/saml/i;
const MOST_WORDS = 2_000;

export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** What DHIS2 says in words; not yet without the person's own. */
export function wordsOf(json: Json | null): string {
  const said = json?.['message'];
  return typeof said === 'string' ? said.slice(0, MOST_WORDS) : '';
}

/** A 200 may carry an error: the body knows better. */
function statusOf(status: number, json: Json | null): number {
  const said = json?.['httpStatusCode'];
  return status < 300 && typeof said === 'number' && said >= 400 && said < 600 ? said : status;
}

function unheard({ end, cause }: { end: 'unsent' | 'unknown'; cause: string }, kind: Kind): GatewayFailure {
  if (end === 'unsent') return failure(unheardCause(cause));
  const told = unheardCause(cause);
  return failure(told === 'unreachable' ? 'cut' : told, doubted(kind, {}));
}

function unheardCause(cause: string): Cause {
  if (cause === 'TIMEOUT' || cause === 'ETIMEDOUT' || cause.endsWith('_TIMEOUT')) return 'timeout';
  if (cause === 'CALLED_OFF') return 'called-off';
  if (cause === 'ANSWER_TOO_LARGE') return 'answer-too-large';
  if (CERTIFICATE.test(cause)) return 'certificate';
  return NO_TLS.test(cause) ? 'tls' : 'unreachable';
}

function redirected(status: number, location: string | undefined): GatewayFailure {
  return failure(location !== undefined && LOGIN.test(location) ? 'login-redirect' : 'redirect', { status });
}

function unreadable(body: Buffer): Cause {
  const start = body.subarray(0, 512).toString('utf8').trim();
  if (start === '') return 'empty';
  return start.startsWith('<') ? 'html' : 'not-json';
}

function doubted(kind: Kind, detail: Detail): Detail {
  return kind === 'write' ? { ...detail, outcome: 'unknown' } : detail;
}
