import { redact } from '../../../kernel/redact.js';

const HIDDEN = '•••';
/** Shorter values are hidden as words of their own: a single digit is in everything. */
const SHORT = 4;

/** A text of the server without what was sent to it: codes, answers and credentials become •••. */
export function masked(text: string, hidden: Iterable<string>): string {
  const values = [...new Set(hidden)]
    .filter((value) => value !== '')
    .sort((a, b) => b.length - a.length)
    .map((value) => {
      const pattern = Array.from(value, escaped).join(value.length < SHORT ? '' : '[\\s-]*');
      return value.length < SHORT ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
    });
  const cut = values.length === 0 ? text : text.replace(new RegExp(values.join('|'), 'giu'), HIDDEN);
  return redact(cut);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
