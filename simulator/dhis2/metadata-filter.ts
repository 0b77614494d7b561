import { Refusal } from './refusal.js';

type Test = (value: string, wanted: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  eq: (value, wanted) => value === wanted,
  ieq: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  ne: (value, wanted) => value !== wanted,
  neq: (value, wanted) => value !== wanted,
  like: (value, wanted) => value.includes(wanted),
  ilike: (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  $like: (value, wanted) => value.startsWith(wanted),
  $ilike: (value, wanted) => value.toLowerCase().startsWith(wanted.toLowerCase()),
  in: (value, wanted) => listIn(wanted).includes(value),
  ge: (value, wanted) => Number(value) >= Number(wanted),
  gt: (value, wanted) => Number(value) > Number(wanted),
  le: (value, wanted) => Number(value) <= Number(wanted),
  lt: (value, wanted) => Number(value) < Number(wanted),
};

/** Whether metadata pass `filter=property:operator:value`, all of them or one of them. */
export function isKept(object: object, filters: readonly string[], junction: 'AND' | 'OR'): boolean {
  if (filters.length === 0) return true;
  const results = filters.map((filter) => passes(object, filter));
  return junction === 'AND' ? results.every(Boolean) : results.some(Boolean);
}

function passes(object: object, filter: string): boolean {
  const [, property = '', operator = '', wanted = ''] = /^([\w.]+):([!$\w]+)(?::(.*))?$/s.exec(filter) ?? [];
  const values = valuesAt(object, property.split('.'), filter);
  if (operator === 'null') return values.length === 0;
  if (operator === '!null') return values.length > 0;
  const test = TESTS[operator];
  if (!test) throw new Refusal(400, `Unable to parse filter '${filter}'`);
  return values.some((value) => test(value, wanted));
}

/** The values at a path; lists on the way are walked through. */
function valuesAt(object: unknown, path: readonly string[], filter: string): string[] {
  if (object === undefined) return [];
  if (Array.isArray(object)) return object.flatMap((each) => valuesAt(each, path, filter));
  const [name, ...rest] = path;
  if (name === undefined) return [typeof object === 'string' ? object : JSON.stringify(object)];
  if (typeof object !== 'object' || object === null || !(name in object)) {
    throw new Refusal(400, `Unknown path property: '${name}' in filter '${filter}'`);
  }
  return valuesAt((object as Record<string, unknown>)[name], rest, filter);
}

function listIn(wanted: string): string[] {
  return wanted.replace(/^\[|\]$/g, '').split(',');
}
