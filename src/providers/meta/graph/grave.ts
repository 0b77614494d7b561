import { planOf } from './meta.errors.js';
import { rowOf } from './error-table.js';

/** What only a person can put right. A token that died is told of by the room that keeps it. */
const GRAVE: ReadonlySet<string | undefined> = new Set(['auth', 'account', 'registration']);
/** Others that hold a number back for hours. */
const LONG = new Set(['131048', '131064', '133016']);
const OF_THE_TOKEN = new Set(['0', '102', '104', '190']);

/** Whether an error, by Meta's number for it, stops everything that a number sends until somebody does something about it. */
export function needsSomebody(code: string): boolean {
  if (OF_THE_TOKEN.has(code)) return false;
  return LONG.has(code) || /^2\d\d$/.test(code) || GRAVE.has(rowOf(code)?.family);
}

/** The same of an error that comes by itself, without the answer that would say what it concerns. */
export function stopsNumber(code: string): boolean {
  const plan = planOf({ code: Number(code), transient: false });
  return needsSomebody(code) && plan?.outcome === 'retry' && plan.scope === 'number';
}
