import type { GatewayFailure, Registration } from '../../../dhis2/dhis2.port.js';
import { redact } from '../../../kernel/redact.js';
import { within } from '../../../kernel/text.js';
import type { TrackerPlan } from '../plan/tracker-plan.js';

const MASK = '•••';
const MOST_WORDS = 1_000;
/** Shorter values stand in too many innocent words; they are taken out where they stand in quotation marks. */
const LEAST_LENGTH = 3;
/** A short value within a longer word is chance; a hole in an identifier would tell what it was. */
const LONG = 5;

/** The same result with DHIS2's words freed of everything that this registration says of a person. */
export function masked<T extends object>(result: T, registration: Registration, plan: TrackerPlan): T {
  if (!('words' in result) || typeof result.words !== 'string') return result;
  return { ...result, words: maskedWords(result.words, valuesOf(registration, plan)) };
}

/** The same for a failure that concerns no registration. */
export function plain(failure: GatewayFailure): GatewayFailure {
  return { ...failure, words: plainWords(failure.words) };
}

/** Words without what no words should hold: numbers of telephones, credentials. */
export function plainWords(words: string): string {
  return maskedWords(words, []);
}

function maskedWords(words: string, values: readonly string[]): string {
  let text = words.replace(/\s+/gu, ' ').trim();
  for (const value of values)
    text = text.replace(patternOf(value), value.length < LEAST_LENGTH ? `$1${MASK}$2` : MASK);
  return within(redact(text), MOST_WORDS);
}

/** What was answered, and what it is called in DHIS2; the longest first, so that none is cut in two. */
function valuesOf({ code, answers }: Registration, plan: TrackerPlan): string[] {
  const mapped = Object.entries(plan.attributes.answers).flatMap(([key, { options }]) => {
    const option = options?.[answers[key] ?? ''];
    return option === undefined ? [] : [option];
  });
  const values = [code, ...Object.values(answers), ...mapped].map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== '').sort((a, b) => b.length - a.length);
}

function patternOf(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (value.length < LEAST_LENGTH) return new RegExp(`([\`'"‘’“”«]\\s?)${literal}(\\s?[\`'"‘’“”»])`, 'giu');
  if (value.length >= LONG) return new RegExp(literal, 'giu');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu');
}
