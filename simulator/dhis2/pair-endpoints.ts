import type { Client } from './clients.js';
import { pairWords, UID } from './dialect.js';
import {
  type Call,
  choiceIn,
  type Endpoint,
  flagIn,
  NO_WORDS,
  numberIn,
  okay,
  stamp,
  wordIn,
  wordsIn,
} from './endpoint.js';
import { pick } from './fields.js';
import type { Pair } from './pairs.js';
import { type Answer, Refusal, unknownWord, webMessage } from './refusal.js';

const PATH = '/api/potentialDuplicates';
const MAY_MERGE = ['ALL', 'F_TRACKED_ENTITY_MERGE'];

/** Possible duplicates: flagged by anybody, merged by whoever may. */
export const pairEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: PATH, what: 'duplicates', words: NO_WORDS, answer: flag },
  { method: 'GET', path: PATH, what: 'duplicates', words: pairWords, answer: list },
  { method: 'GET', path: `${PATH}/:id`, what: 'duplicates', words: () => ['fields'], answer: one },
  { method: 'PUT', path: `${PATH}/:id`, what: 'duplicates', words: () => ['status'], answer: mark },
  { method: 'POST', path: `${PATH}/:id/merge`, what: 'merge', words: () => ['mergeStrategy'], answer: merge },
];

function flag({ register, body, version }: Call): Answer {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !['original', 'duplicate'].includes(name));
  if (unknown.length > 0) throw unknownWord('JSON property', unknown, version);
  const [original, duplicate] = (['original', 'duplicate'] as const).map((name) => {
    const value = given[name];
    if (typeof value !== 'string') throw new Refusal(400, `Missing required input property '${name}'`);
    if (!UID.test(value)) throw new Refusal(400, `'${value}' is not valid value for property '${name}'`);
    return value;
  });
  const clients = [original, duplicate].map((id) => clientOf(register.clients.get(id ?? ''), id));
  if (clients.some(({ hidden }) => hidden))
    throw new Refusal(403, 'You don’t have read access to the tracked entity');
  if (original === duplicate) throw new Refusal(400, 'A tracked entity cannot be a duplicate of itself');
  const pair = register.pairs.add(original ?? '', duplicate ?? '', register.now());
  if (!pair)
    throw new Refusal(409, `'${original}' and '${duplicate}' is already marked as a potential duplicate`);
  return okay(viewOf(pair));
}

function clientOf(client: Client | undefined, id: string | undefined): Client {
  if (client && !client.deleted) return client;
  throw new Refusal(404, `No tracked entity found with id '${id}'`);
}

function list(call: Call): Answer {
  const { register, query } = call;
  const status = choiceIn(query, 'status', ['OPEN', 'INVALID', 'MERGED', 'ALL']);
  const ids = [...wordsIn(query, 'trackedEntities'), ...wordsIn(query, 'teis')].flatMap((text) =>
    text.split(','),
  );
  const found = register.pairs
    .all()
    .filter((pair) => status === 'ALL' || pair.status === status)
    .filter((pair) => ids.length === 0 || ids.includes(pair.original) || ids.includes(pair.duplicate));
  const views = (pairs: Pair[]): unknown[] =>
    pairs.map((pair) => pick(viewOf(pair), wordIn(query, 'fields')));
  if (flagIn(query, 'skipPaging', false) || !flagIn(query, 'paging', true)) {
    return okay({ potentialDuplicates: views(found) });
  }
  const [page, pageSize] = [numberIn(query, 'page', 1), numberIn(query, 'pageSize', 50)];
  const pager = { page, pageSize };
  return okay({ pager, potentialDuplicates: views(found.slice((page - 1) * pageSize, page * pageSize)) });
}

function one(call: Call): Answer {
  return okay(pick(viewOf(pairIn(call)), wordIn(call.query, 'fields')));
}

function mark(call: Call): Answer {
  const pair = pairIn(call);
  if (wordIn(call.query, 'status') === 'MERGED') {
    throw new Refusal(400, 'Can’t update a potential duplicate to MERGED');
  }
  if (pair.status === 'MERGED')
    throw new Refusal(400, 'Can’t update a potential duplicate that is already MERGED');
  call.register.pairs.mark(pair, choiceIn(call.query, 'status', ['OPEN', 'INVALID']), call.register.now());
  return okay(webMessage(200, 'Updated'));
}

/** Whoever may merge finds that two of the same program cannot be. */
function merge(call: Call): Answer {
  const { register, query } = call;
  if (!register.switches.authorities.some((each) => MAY_MERGE.includes(each))) {
    throw new Refusal(403, 'Missing required authority for merging tracked entities.');
  }
  const pair = pairIn(call);
  choiceIn(query, 'mergeStrategy', ['AUTO', 'MANUAL']);
  const [a, b] = [pair.original, pair.duplicate].map((id) => clientOf(register.clients.get(id), id));
  const programs = a?.enrollments.map(({ program }) => program) ?? [];
  if (b?.enrollments.some(({ program }) => programs.includes(program))) {
    throw new Refusal(409, 'Merging conflict: both tracked entities are enrolled in the same program');
  }
  register.clients.remove(pair.duplicate);
  register.pairs.mark(pair, 'MERGED', register.now());
  return okay('');
}

function pairIn({ register, params }: Call): Pair {
  const pair = register.pairs.get(params['id'] ?? '');
  if (pair) return pair;
  throw new Refusal(404, `No potentialDuplicate records found with id '${params['id']}'.`);
}

function viewOf({ created, lastUpdated, ...pair }: Pair): object {
  return {
    ...pair,
    created: stamp(created),
    lastUpdated: stamp(lastUpdated),
    createdByUserName: 'relais',
    lastUpdatedByUserName: 'relais',
  };
}
