import type { Client } from './clients.js';
import { since } from './dialect.js';
import { type Call, wordIn, wordsIn } from './endpoint.js';
import { attributeOf, CODE, PROGRAM_ATTRIBUTES, SERIAL, TYPE_ATTRIBUTES } from './metadata.js';
import { Refusal } from './refusal.js';
import { isWithin } from './units.js';

/** `attribute:operator:value`, as `filter` has it. */
export interface AttributeFilter {
  attribute: string;
  operator: string;
  value: string;
}

type Test = (value: string, wanted: string) => boolean;

/** All without regard to case. */
const TESTS: Readonly<Record<string, Test>> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  in: (value, wanted) => wanted.split(';').includes(value),
  like: (value, wanted) => value.includes(wanted),
  sw: (value, wanted) => value.startsWith(wanted),
  ew: (value, wanted) => value.endsWith(wanted),
  gt: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
};

/** The filters of a search: `a:eq:x,b:sw:y`, once or several times; `/` frees a sign that would part them. */
export function attributeFilters(call: Call): AttributeFilter[] {
  const filters = wordsIn(call.query, 'filter').flatMap((text) =>
    parted(text, ',').map((part) => filterOf(part, call)),
  );
  checkSearchable(filters, call);
  return filters;
}

export function matches({ values }: Client, { attribute, operator, value }: AttributeFilter): boolean {
  const own = values[attribute];
  if (operator === 'null') return own === undefined;
  if (operator === '!null') return own !== undefined;
  return own !== undefined && (TESTS[operator]?.(own.toLowerCase(), value.toLowerCase()) ?? false);
}

function filterOf(text: string, { query, version }: Call): AttributeFilter {
  const [attribute = '', operator = '', ...rest] = parted(text, ':');
  const wrong = since(version, '2.41') ? 400 : 409;
  const shown = wordIn(query, 'program') === undefined ? TYPE_ATTRIBUTES : PROGRAM_ATTRIBUTES;
  if (!attributeOf(attribute) || !shown.includes(attribute)) {
    throw new Refusal(
      wrong,
      `Filter is invalid. Tracked entity attribute does not exist or is not of this program: ${attribute}`,
    );
  }
  const word = operator.toLowerCase();
  const isKnown = word in TESTS || word === 'null' || word === '!null';
  if (!isKnown || (rest.length !== 1 && !word.endsWith('null'))) {
    throw new Refusal(wrong, `Query item or filter is invalid: ${text}`);
  }
  return { attribute, operator: word, value: rest[0] ?? '' };
}

/** A search beyond the units of the account needs attributes that may be searched. */
function checkSearchable(filters: readonly AttributeFilter[], { register: { switches } }: Call): void {
  const isGlobal = switches.searchUnits.some((id) => !isWithin(id, switches.captureUnits));
  const searchable = [SERIAL, ...(switches.searchableCode ? [CODE] : []), 'uicPhoneAtt', 'uicGenderAt'];
  const others = filters.map(({ attribute }) => attribute).filter((id) => !searchable.includes(id));
  if (isGlobal && others.length > 0) {
    throw new Refusal(
      409,
      `Non-searchable attribute(s) can not be used during global search: [${others.join(', ')}]`,
    );
  }
}

function parted(text: string, by: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === by) {
      parts.push('');
      continue;
    }
    // What `/` frees stays marked while the outer list is parted.
    const isFree = sign === '/' && at + 1 < text.length;
    const kept = isFree ? (by === ',' ? text.slice(at, at + 2) : text.charAt(at + 1)) : sign;
    parts.push(`${parts.pop() ?? ''}${kept}`);
    if (isFree) at += 1;
  }
  return parts;
}
