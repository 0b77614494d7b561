import type { Version } from './dialect.js';
import { Refusal, type Answer } from './refusal.js';
import type { Register } from './register.js';
import type { RegisterTrouble, What } from './troubles.js';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** A call that has passed the gate. */
export interface Call {
  register: Register;
  version: Version;
  params: Readonly<Record<string, string>>;
  query: Query;
  body: unknown;
  /** What goes wrong with it, where the work itself has to know. */
  trouble: RegisterTrouble | undefined;
}

/** One thing that can be asked of the register. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  what: What;
  /** The query parameters that a version knows. */
  words: (version: Version) => readonly string[];
  /** For everybody, without credentials. */
  isOpen?: true;
  /** One of the five addresses of a server that somebody made, without DHIS2's own manners. */
  isCustom?: true;
  answer: (call: Call) => Answer;
}

export const NO_WORDS = (): readonly string[] => [];

/** The last of a parameter that came once or several times. */
export function wordIn(query: Query, name: string): string | undefined {
  const value = query[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

export function wordsIn(query: Query, name: string): string[] {
  const value = query[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** One of a few words; anything else is refused. */
export function choiceIn<T extends string>(query: Query, name: string, choices: readonly [T, ...T[]]): T {
  const value = wordIn(query, name);
  if (value === undefined) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Refusal(
    400,
    `Value '${value}' is not valid for parameter ${name}. Valid values are: [${choices.join(', ')}]`,
  );
}

export function flagIn(query: Query, name: string, fallback: boolean): boolean {
  return choiceIn(query, name, fallback ? ['true', 'false'] : ['false', 'true']) === 'true';
}

export function numberIn(query: Query, name: string, fallback: number): number {
  const value = Number(wordIn(query, name) ?? fallback);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Refusal(
    400,
    `Value '${wordIn(query, name)}' is not valid for parameter ${name}. It must be a number above 0`,
  );
}

export function okay(body: unknown): Answer {
  return { status: 200, body };
}

/** As DHIS2 writes a moment: its own time, without a zone. */
export function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, -1);
}
