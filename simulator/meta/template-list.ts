import type { ListingTrouble } from '../world/faults.js';
import { textOf, type Template } from '../world/template.js';
import type { Placed } from '../world/templates.js';
import type { World } from '../world/world.js';
import { spoil } from './bad-listing.js';
import { GraphError } from './graph.errors.js';
import { fieldsIn, viewOf } from './template-view.js';

/** What stands behind the question mark. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

const USUAL_LIMIT = 25;
const LARGEST_LIMIT = 100;

interface Page {
  items: Placed[];
  isFirst: boolean;
  isLast: boolean;
}

/** One page of the account's templates, as true as the trouble allows. */
export function listTemplates(
  { templates, desk }: World,
  query: Query,
  call: { next: (changes: Record<string, string>) => string; trouble: ListingTrouble | undefined },
): object {
  const fields = fieldsIn(query['fields']);
  const fits = filterOf(query);
  const page = pageOf(templates, query, fits);
  const shown = page.items.map(({ make }) => viewOf(make(), fields));
  const [first, last] = [page.items[0], page.items.at(-1)];
  const cursors = first && last && { before: cursorOf(first.position), after: cursorOf(last.position) };
  const summary = summaryOf(query['summary'], {
    total_count: () => (fits === all ? templates.count : count(templates.after(-1), fits)),
    message_template_count: () => templates.count,
    message_template_limit: () => desk.options.templates.most,
    are_translations_complete: () => false,
  });
  const paging = cursors && {
    cursors,
    ...(!page.isLast && { next: call.next({ after: cursors.after }) }),
    ...(!page.isFirst && { previous: call.next({ before: cursors.before }) }),
  };
  const whole = { data: shown, ...(paging && { paging }), ...(summary && { summary }) };
  return call.trouble === undefined ? whole : spoil(whole, call.trouble, { query, next: call.next });
}

function pageOf(templates: World['templates'], query: Query, fits: (each: Placed) => boolean): Page {
  const limit = limitOf(query['limit']);
  const [after, before] = [positionOf(query['after']), positionOf(query['before'])];
  const backwards = before !== undefined && after === undefined;
  const walk = backwards ? templates.before(before) : templates.after(after ?? -1);
  const found = take(walk, fits, limit + 1);
  const items = found.slice(0, limit);
  const more = found.length > limit;
  if (backwards) return { items: items.toReversed(), isFirst: !more, isLast: false };
  return { items, isFirst: after === undefined, isLast: !more };
}

function all(): boolean {
  return true;
}

function filterOf(query: Query): (each: Placed) => boolean {
  const [since, until] = [timeOf(query['since'], 'since'), timeOf(query['until'], 'until')];
  const tests: ((template: Template) => boolean)[] = [];
  const among = (name: string, read: (template: Template) => string): void => {
    const values = valuesOf(query[name]);
    if (values.length > 0) tests.push((template) => values.includes(read(template)));
  };
  const holds = (name: string, read: (template: Template) => string): void => {
    const wanted = query[name];
    if (typeof wanted === 'string') tests.push((template) => read(template).includes(wanted));
  };
  among('status', ({ status }) => status);
  among('category', ({ category }) => category);
  among('language', ({ language }) => language);
  among('quality_score', ({ quality }) => quality);
  holds('name', ({ name }) => name);
  holds('content', bodyOf);
  holds('name_or_content', (template) => `${template.name} ${bodyOf(template)}`);
  if (tests.length === 0 && since.from === -Infinity && until.to === Infinity) return all;
  return ({ updatedAt, make }) => {
    if (updatedAt < since.from || updatedAt > until.to) return false;
    if (tests.length === 0) return true;
    const template = make();
    return tests.every((test) => test(template));
  };
}

/** A time in seconds, as a date, or absent; Meta compares whole seconds. */
function timeOf(value: Query[string], name: string): { from: number; to: number } {
  if (value === undefined) return { from: -Infinity, to: Infinity };
  const text = String(value);
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (!Number.isNaN(ms))
    return { from: Math.floor(ms / 1000) * 1000, to: Math.floor(ms / 1000) * 1000 + 999 };
  throw new GraphError(100, { message: `(#100) Param ${name} must be a valid time.` });
}

/** One value, several between commas, a JSON list, or a name that is repeated. */
function valuesOf(value: Query[string]): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return value.flatMap((each) => valuesOf(each));
  return value
    .replace(/[[\]"\s]/g, '')
    .split(',')
    .filter((each) => each !== '');
}

function limitOf(value: Query[string]): number {
  if (value === undefined) return USUAL_LIMIT;
  const limit = Number(value);
  if (Number.isInteger(limit) && limit > 0) return Math.min(limit, LARGEST_LIMIT);
  throw new GraphError(100, { message: '(#100) Param limit must be an integer greater than 0' });
}

function summaryOf(wanted: Query[string], known: Record<string, () => unknown>): object | undefined {
  const names = valuesOf(wanted).filter((name) => Object.hasOwn(known, name));
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, known[name]?.()]));
}

/** As Meta writes cursors: base64, with `ZD` in place of each filler. */
function cursorOf(position: number): string {
  return Buffer.from(String(position)).toString('base64').replaceAll('=', 'ZD');
}

function positionOf(cursor: Query[string]): number | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const text = Buffer.from(String(cursor).replace(/(?:ZD)+$/, ''), 'base64').toString();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new GraphError(131059);
}

function take(walk: Iterable<Placed>, fits: (each: Placed) => boolean, most: number): Placed[] {
  const found: Placed[] = [];
  for (const each of walk) {
    if (fits(each)) found.push(each);
    if (found.length === most) break;
  }
  return found;
}

function count(walk: Iterable<Placed>, fits: (each: Placed) => boolean): number {
  let found = 0;
  for (const each of walk) if (fits(each)) found += 1;
  return found;
}

function bodyOf(template: Template): string {
  return textOf(template, 'BODY') ?? '';
}
