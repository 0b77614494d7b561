import type { Found, GatewayFailure, RemoteClient } from '../../../dhis2/dhis2.port.js';
import type { EndpointName, Reading } from '../config/endpoint.js';
import type { Heard } from './custom.client.js';
import { failure } from './failure.js';
import { at } from './pointer.js';

/** A client as the server tells it. `reference`: the one that it keeps for it; `null` where it tells none. */
export interface Candidate extends RemoteClient {
  reference: string | null;
}

interface Sought {
  code: string;
  reference: string;
}

type Looked = Exclude<Heard, GatewayFailure>;
type Seen = { outcome: 'found'; clients: readonly Candidate[] } | Exclude<Found, { outcome: 'found' }>;

/** Who has the code, by the answer of `validate` or `search`. */
export function foundIn(name: EndpointName, looked: Looked, sought: Sought): Seen | GatewayFailure {
  const { verdict, answer, endpoint } = looked;
  const misread = (cause: string) => failure(name, 'misconfigured', cause, { status: answer.status });
  if (verdict.outcome === 'not-found') return { outcome: 'not-found' };
  const { exists } = endpoint.read;
  const certain = verdict.outcome === 'found' || exists !== undefined;
  if (exists !== undefined && verdict.outcome === 'done') {
    const known = truthOf(at(exists, answer.json));
    if (known === undefined) return misread('shape');
    if (!known) return { outcome: 'not-found' };
  }
  const listed = at(endpoint.read.clients ?? '/-', answer.json);
  if (listed === undefined || (certain && isNone(listed)))
    return certain ? { outcome: 'found', clients: [] } : misread('shape');
  if (isNone(listed)) return { outcome: 'not-found' };
  const clients = (Array.isArray(listed) ? listed : [listed]).map((each) =>
    candidate(each, endpoint.read, sought),
  );
  if (!clients.every((client) => client !== null)) return misread('shape');
  const ofCode = clients.filter(({ code }) => code === null || isSame(code, sought.code));
  return ofCode.length === 0 ? misread('other-codes') : { outcome: 'found', clients: ofCode };
}

const SPELT: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** Yes and no as servers write them; a list says yes when it is not empty. */
function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value > 0;
  if (typeof value === 'string') return SPELT.get(value.toLowerCase());
  if (value === null) return false;
  if (typeof value === 'object') return !isNone(value);
  return undefined;
}

function isNone(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function candidate(value: unknown, read: Reading, { reference }: Sought): Candidate | null {
  const id = idOf(read.clientId, value);
  if (id === null) return null;
  const theirs = idOf(read.clientReference, value);
  return { id, code: idOf(read.clientCode, value), isOurs: theirs === reference, reference: theirs };
}

/** A text or a number that can be kept as an id. */
export function idOf(pointer: string | undefined, json: unknown): string | null {
  const value = pointer === undefined ? undefined : at(pointer, json);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const id = value.trim();
  return id === '' || id.length > LONGEST_ID ? null : id;
}

const LONGEST_ID = 200;

function isSame(theirs: string, ours: string): boolean {
  return theirs.trim().toUpperCase() === ours.trim().toUpperCase();
}
