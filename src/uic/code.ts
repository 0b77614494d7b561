import { checkCharacter } from './check-character.js';
import type { Form, Part, Scheme, Segment } from './scheme.js';
import { AnswersInvalid } from './uic.errors.js';
import type { AnswerKey, Answers } from './uic.contract.js';

/** The code of these answers. Throws `AnswersInvalid`, naming the questions, when a value is not one that reading gives. */
export function composeCode(scheme: Scheme, answers: Answers): string {
  const wrong = scheme.parts.filter(isAnswer).filter((part) => !isValue(part, answers[part.key]));
  if (wrong.length > 0) throw new AnswersInvalid(wrong.map(({ key }) => key));
  return scheme.parts.reduce((code, segment) => code + written(segment, answers, code), '');
}

/** How many characters a code has. */
export function codeLength(scheme: Scheme): number {
  return scheme.parts.reduce((sum, segment) => sum + lengthOf(segment), 0);
}

/** What somebody typed as a code, as it would be stored: capitals without spaces and hyphens; `null` when it can be none. */
export function parseCode(scheme: Scheme, text: string): string | null {
  const typed = text.replace(/[\s\u00ad\u200b\-–—]/g, '').toUpperCase();
  let at = 0;
  const code = scheme.parts.map((segment) => {
    const bare = 'literal' in segment ? segment.literal.replaceAll('-', '') : null;
    const taken = typed.slice(at, (at += bare?.length ?? lengthOf(segment)));
    // A code may have hyphens of its own; whoever types it need not.
    return 'literal' in segment && taken === bare ? segment.literal : taken;
  });
  const whole = code.join('');
  return typed.length === at && partsOf(scheme, whole) !== null ? whole : null;
}

/** The answers in a code, letter by letter as they stand in it; `null` when it is no code of this scheme. */
export function partsOf(scheme: Scheme, code: string): Readonly<Record<AnswerKey, string>> | null {
  const parts: Record<AnswerKey, string> = {};
  let at = 0;
  for (const segment of scheme.parts) {
    const text = code.slice(at, at + lengthOf(segment));
    if (!fits(segment, text, code.slice(0, at))) return null;
    if (isAnswer(segment)) parts[segment.key] = text;
    at += text.length;
  }
  return at === code.length ? parts : null;
}

/** How many characters a segment has in a code. */
export function lengthOf(segment: Segment): number {
  if ('literal' in segment) return segment.literal.length;
  return isAnswer(segment) ? (segment.positions?.length ?? segment.length) : 1;
}

/** Whether it is an answer that stands there. */
export function isAnswer(segment: Segment): segment is Part {
  return 'key' in segment;
}

function written(segment: Segment, answers: Answers, before: string): string {
  if ('literal' in segment) return segment.literal;
  return isAnswer(segment) ? selected(segment, answers[segment.key] ?? '') : checkCharacter(before);
}

function fits(segment: Segment, text: string, before: string): boolean {
  if ('literal' in segment) return text === segment.literal;
  return isAnswer(segment) ? isShare(segment, text) : text === checkCharacter(before);
}

function selected({ positions }: Part, value: string): string {
  return positions === undefined ? value : positions.map((position) => value[position - 1] ?? '').join('');
}

const MONTHS = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, '0'));
const ALPHABET: Readonly<Record<Form['kind'], RegExp>> = {
  letters: /^[A-Z]+$/,
  town: /^[A-Z]+$/,
  year: /^[0-9]+$/,
  month: /^[0-9]+$/,
  number: /^[0-9]+$/,
  choice: /^[0-9A-Z]+$/,
};

/** Whether a text can be what a code shows of this answer. */
function isShare(part: Part, text: string): boolean {
  if (part.positions === undefined) return isValue(part, text);
  const values = part.kind === 'month' ? MONTHS : part.choices;
  if (values !== undefined) return values.some((value) => selected(part, value) === text);
  return text.length === part.positions.length && isSpelt(part, text);
}

function isValue(form: Form, value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== form.length || !isSpelt(form, value)) return false;
  if (form.kind === 'month') return MONTHS.includes(value);
  if (form.kind === 'number')
    return Number(value) >= (form.min ?? 0) && Number(value) <= (form.max ?? Infinity);
  return form.choices === undefined || form.choices.includes(value);
}

/** A name may be filled up with a digit. */
function isSpelt({ kind, pad = '' }: Form, text: string): boolean {
  return ALPHABET[kind].test(kind === 'letters' && pad !== '' ? text.replaceAll(pad, 'X') : text);
}
