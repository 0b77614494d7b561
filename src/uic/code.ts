import type { Part, Scheme } from './scheme.js';
import { AnswersInvalid } from './uic.errors.js';
import type { Answers } from './uic.contract.js';

/** The code of these answers. Throws `AnswersInvalid`, naming the questions, when a value is not one that reading gives. */
export function composeCode(scheme: Scheme, answers: Answers): string {
  const wrong = scheme.parts.filter((part) => !fits(part, answers[part.key]));
  if (wrong.length > 0) throw new AnswersInvalid(wrong.map(({ key }) => key));
  return scheme.parts.map(({ key }) => answers[key]).join('');
}

/** How many characters a code has. */
export function codeLength(scheme: Scheme): number {
  return scheme.parts.reduce((sum, { length }) => sum + length, 0);
}

/** What somebody typed as a code, as it would be stored: capitals without spaces and hyphens; `null` when it can be none. */
export function parseCode(scheme: Scheme, text: string): string | null {
  const code = text.replace(/[\s\u00ad\u200b\-–—]/g, '').toUpperCase();
  if (code.length !== codeLength(scheme)) return null;
  let at = 0;
  const fitting = scheme.parts.every((part) => fits(part, code.slice(at, (at += part.length))));
  return fitting ? code : null;
}

const ALPHABET: Readonly<Record<Part['kind'], RegExp>> = {
  letters: /^[A-Z]+$/,
  town: /^[A-Z]+$/,
  digit: /^[0-9]+$/,
  choice: /^[0-9A-Z]+$/,
};

function fits({ kind, length, choices }: Part, value: unknown): boolean {
  if (typeof value !== 'string' || value.length !== length || !ALPHABET[kind].test(value)) return false;
  return choices === undefined || choices.includes(value);
}
