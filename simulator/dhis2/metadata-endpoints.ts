import type { Call, Endpoint } from './endpoint.js';
import { choiceIn, flagIn, NO_WORDS, numberIn, okay, stamp, wordIn, wordsIn } from './endpoint.js';
import { pick } from './fields.js';
import { ATTRIBUTES, attributeOf, OPTION_SETS } from './metadata.js';
import { isKept } from './metadata-filter.js';
import {
  attributeView,
  optionSetView,
  PROGRAMS,
  programView,
  TYPES,
  typeView,
  unitView,
} from './metadata-views.js';
import { type Answer, Refusal, webMessage } from './refusal.js';
import { allUnits, isWithin } from './units.js';
import type { What } from './troubles.js';

/** One kind of metadata. */
interface Kind {
  list: string;
  name: string;
  what: What;
  all: (call: Call) => object[];
}

const KINDS: readonly Kind[] = [
  {
    list: 'programs',
    name: 'Program',
    what: 'metadata',
    all: ({ register: { switches } }) => PROGRAMS.map((each) => programView(each, switches)),
  },
  {
    list: 'trackedEntityTypes',
    name: 'TrackedEntityType',
    what: 'metadata',
    all: ({ register: { switches } }) => TYPES.map((each) => typeView(each, switches)),
  },
  {
    list: 'trackedEntityAttributes',
    name: 'TrackedEntityAttribute',
    what: 'metadata',
    all: ({ register: { switches } }) => ATTRIBUTES.map((each) => attributeView(each, switches)),
  },
  { list: 'optionSets', name: 'OptionSet', what: 'metadata', all: () => OPTION_SETS.map(optionSetView) },
  { list: 'organisationUnits', name: 'OrganisationUnit', what: 'units', all: units },
];

const LIST_WORDS = ['fields', 'filter', 'rootJunction', 'paging', 'page', 'pageSize', 'order', 'query'];
const UNIT_WORDS = [...LIST_WORDS, 'level', 'userOnly', 'withinUserHierarchy', 'withinUserSearchHierarchy'];
const ATTRIBUTE = '/api/trackedEntityAttributes/:id';
const PATTERN_WORDS = (): string[] => ['ORG_UNIT_CODE', 'RANDOM', 'SEQUENTIAL', 'expiration'];

/** The program, its type, attributes and options, and the units. */
export const metadataEndpoints: readonly Endpoint[] = [
  ...KINDS.flatMap(endpointsOf),
  {
    method: 'GET',
    path: `${ATTRIBUTE}/requiredValues`,
    what: 'metadata',
    words: NO_WORDS,
    answer: (call) => (mustGenerate(call), okay({ REQUIRED: [], OPTIONAL: ['SEQUENTIAL'] })),
  },
  {
    method: 'GET',
    path: `${ATTRIBUTE}/generate`,
    what: 'generate',
    words: PATTERN_WORDS,
    answer: (call) => (mustGenerate(call), okay(reserved(call, 3))),
  },
  {
    method: 'GET',
    path: `${ATTRIBUTE}/generateAndReserve`,
    what: 'generate',
    words: () => [...PATTERN_WORDS(), 'numberToReserve'],
    answer: (call) => {
      mustGenerate(call);
      const count = Math.min(numberIn(call.query, 'numberToReserve', 1), 1_000);
      return okay(Array.from({ length: count }, () => reserved(call, 60)));
    },
  },
];

function endpointsOf(kind: Kind): Endpoint[] {
  const { list, what } = kind;
  const words = (): string[] => (what === 'units' ? UNIT_WORDS : LIST_WORDS);
  return [
    { method: 'GET', path: `/api/${list}`, what, words, answer: (call) => listed(kind, call) },
    {
      method: 'GET',
      path: `/api/${list}/:id`,
      what,
      words: () => ['fields'],
      answer: (call) => one(kind, call),
    },
  ];
}

function one({ all, name }: Kind, call: Call): Answer {
  const id = call.params['id'];
  const found = all({ ...call, query: {} }).find((each) => (each as { id: string }).id === id);
  if (found) return okay(pick(found, wordIn(call.query, 'fields')));
  return {
    status: 404,
    body: webMessage(404, `${name} with id ${id} could not be found.`, { errorCode: 'E1005' }),
  };
}

/** A page of the list; without `paging=false` fifty at a time. */
function listed({ all, list }: Kind, call: Call): Answer {
  const { query } = call;
  const filters = wordsIn(query, 'filter');
  const junction = choiceIn(query, 'rootJunction', ['AND', 'OR']);
  const search = wordIn(query, 'query')?.toLowerCase();
  const found = all(call)
    .filter((each) => isKept(each, filters, junction))
    .filter((each) => search === undefined || JSON.stringify(each).toLowerCase().includes(search));
  const fields = wordIn(query, 'fields');
  const views = (part: object[]): unknown[] => part.map((each) => pick(each, fields, 'id,displayName'));
  if (!flagIn(query, 'paging', true)) return okay({ [list]: views(found) });
  const [page, pageSize] = [numberIn(query, 'page', 1), numberIn(query, 'pageSize', 50)];
  const pageCount = Math.max(1, Math.ceil(found.length / pageSize));
  const pager = { page, total: found.length, pageSize, pageCount };
  return okay({ pager, [list]: views(found.slice((page - 1) * pageSize, page * pageSize)) });
}

function units({ query, register }: Call): object[] {
  const level = wordIn(query, 'level');
  const roots = register.switches.captureUnits;
  const isMine = flagIn(query, 'userOnly', false);
  const isBelowMine = flagIn(query, 'withinUserHierarchy', false);
  return allUnits()
    .filter((unit) => level === undefined || unit.level === Number(level))
    .filter(({ id }) => !isMine || roots.includes(id))
    .filter(({ id }) => !isBelowMine || isWithin(id, roots))
    .map(unitView);
}

/** Only an attribute with a pattern makes values; the pattern cannot know the answers of a person. */
function mustGenerate({ params }: Call): void {
  const attribute = attributeOf(params['id'] ?? '');
  if (!attribute) throw new Refusal(404, `No attribute found with id ${params['id']}`);
  if (!attribute.generated)
    throw new Refusal(409, `Attribute ${attribute.id} is not generated: it has no pattern`);
}

function reserved({ register, params }: Call, days: number): object {
  const now = register.now();
  return {
    ownerObject: 'TRACKEDENTITYATTRIBUTE',
    ownerUid: params['id'],
    key: '"CIU-"+SEQUENTIAL(######)',
    value: register.nextSerial(),
    created: stamp(now),
    expiryDate: stamp(now + days * 86_400_000),
  };
}
