import {
  type Endpoint,
  type EndpointName,
  OUTCOMES,
  type Outcome,
  type OutcomeRule,
} from '../config/endpoint.js';
import { at } from './pointer.js';

/** What an answer says of itself. */
export interface Answer {
  status: number;
  contentType: string;
  /** `undefined` where the body is no JSON. */
  json: unknown;
  body: string;
  retryAfterMs: number;
}

/** How an exchange ended: `done` where the rest is in the body. */
export interface Verdict {
  outcome: Outcome | 'done';
  cause: string;
  /** A refusal that does not tell whether the person or the mapping is at fault: it stops nobody else. */
  partial?: true;
}

/** The rules of the file first, then what each status usually means. */
export function verdictOf(name: EndpointName, endpoint: Endpoint, answer: Answer): Verdict {
  const status = `http-${answer.status}`;
  const rule = endpoint.outcomes.find((each) => fits(each, answer));
  if (rule !== undefined) {
    // Of a success the rest is in the body; `found` alone is told apart: it stands without a body too.
    const done = rule.outcome === OUTCOMES[name][0] && rule.outcome !== 'found';
    return { outcome: done ? 'done' : rule.outcome, cause: status };
  }
  if (succeeded(endpoint, answer)) return bodyVerdict(name, answer) ?? { outcome: 'done', cause: status };
  if (answer.status < 300) return { ...REFUSED, cause: 'error-body' };
  if (answer.status < 400) return { outcome: 'misconfigured', cause: 'redirect' };
  const outcome = usually(name, answer);
  return outcome === null ? { ...REFUSED, cause: status } : { outcome, cause: status };
}

const REFUSED = { outcome: 'misconfigured', partial: true } as const;

function fits({ statuses, pointer, equals }: OutcomeRule, { status, json }: Answer): boolean {
  if (statuses !== undefined && !statuses.includes(status)) return false;
  return pointer === undefined || at(pointer, json) === equals;
}

function succeeded({ success }: Endpoint, { status, json }: Answer): boolean {
  const statusFits = success?.statuses?.includes(status) ?? (status >= 200 && status < 300);
  if (!statusFits) return false;
  if (success?.pointer !== undefined) return at(success.pointer, json) === success.equals;
  return status >= 300 || !tellsOfError(json);
}

/** Bodies by which servers say with 200 that it went wrong. */
function tellsOfError(json: unknown): boolean {
  const status = at('/status', json);
  if (typeof status === 'string' && /^(?:error|failed|failure)$/i.test(status)) return true;
  if (at('/success', json) === false) return true;
  const error = at('/error', json);
  return error !== undefined && error !== null && error !== false && error !== '';
}

/** A page in place of an answer: a login, a proxy, another address. Some calls need no words in answer. */
function bodyVerdict(name: EndpointName, answer: Answer): Verdict | undefined {
  if (answer.json !== undefined) return undefined;
  const changes = name === 'create' || name === 'merge' || name === 'flag';
  if (changes && answer.body.trim() === '') return undefined;
  // Cut off in the middle: it may well have been done.
  return { outcome: changes && !isPage(answer) ? 'unknown' : 'misconfigured', cause: 'not-json' };
}

const TRY_LATER = new Set([408, 425, 429]);
const WRONG_ADDRESS = new Set([405, 406, 407, 415, 426, 431, 501, 505]);

/** `null`: refused, and nothing says for whom else. */
function usually(name: EndpointName, answer: Answer): Outcome | null {
  const { status } = answer;
  const looks = name === 'validate' || name === 'search';
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404 || status === 410) return looks && !isPage(answer) ? 'not-found' : 'misconfigured';
  if (status === 409 && name === 'create') return 'used-by-another';
  if (WRONG_ADDRESS.has(status)) return 'misconfigured';
  // It broke down over it, or a proxy speaks in its place: what was done before is not known. 503 did nothing.
  if (status >= 500 && status !== 503 && !looks && name !== 'generate') return 'unknown';
  return TRY_LATER.has(status) || status >= 500 ? 'retryable' : null;
}

export function isPage({ contentType, body }: Answer): boolean {
  return /html/i.test(contentType) || /^\s*<(?:!doctype|html|\?xml)/i.test(body);
}
