import type { IncomingHttpHeaders } from 'node:http';
import { asList, asObject, type Json } from './json.js';

/** How much of the quotas is used. */
export interface Usage {
  /** The fullest of all counters; `null` where the answer tells nothing. */
  percent: number | null;
  /** How long until calls are possible again, 0 where nothing is said. */
  regainMs: number;
}

const MINUTE_MS = 60_000;
const PERCENTAGES = ['call_count', 'total_cputime', 'total_time'] as const;

/** What the headers tell of the account's and the app's quotas. */
export function usageOf(headers: IncomingHttpHeaders): Usage {
  const account = Object.values(jsonIn(headers['x-business-use-case-usage'])).flatMap(asList).map(asObject);
  const counters = [...account, jsonIn(headers['x-app-usage'])];
  const percents = counters.flatMap((counter) => PERCENTAGES.map((name) => counter?.[name])).filter(isAmount);
  const minutes = account.map((counter) => counter?.['estimated_time_to_regain_access']).filter(isAmount);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    regainMs: Math.max(0, ...minutes) * MINUTE_MS,
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function jsonIn(header: unknown): Json {
  if (typeof header !== 'string') return {};
  try {
    return asObject(JSON.parse(header)) ?? {};
  } catch {
    return {};
  }
}
