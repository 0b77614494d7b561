import type { Form } from '../scheme.js';
import type { Reading } from '../uic.contract.js';
import { listen } from './courtesy.js';
import { fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';

const LABEL =
  /^(?:mon |my )?(?:(?:pre|post-?)?nom|(?:first |last |family |given |sur)?name)(?: de famille)?\s*[:=]\s*/;
const TITLES = new Set(
  'mr mme mlle mrs ms miss monsieur madame mademoiselle dr docteur doctor pr prof professeur professor maitre abbe pere soeur frere pasteur pastor reverend rev mgr monseigneur eveque imam'.split(
    ' ',
  ),
);
/** A bare M may be a title as well as the beginning of a name; before fewer letters than this it is letters spelt apart. */
const CERTAIN_NAME = 4;

/**
 * The first letters of a name, or those that the form names. Lead-ins and titles fall away, particles (de, wa, van) stay; spaces, hyphens, apostrophes and
 * accents make no difference; a short name is filled up, and one of a single letter asks to be confirmed.
 */
export function readName(message: string, form: Form): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(line.text);
  if (/\p{Nd}/u.test(folded)) return { ok: false, fault: 'digits' };
  if (hasForeignLetter(folded)) return { ok: false, fault: 'not-latin' };
  const words = wordsOf(folded.replace(LABEL, ''));
  if (words.length === 0) return { ok: false, fault: /[a-z]/.test(folded) ? 'no-name' : 'empty' };
  const said = listen(words);
  if (said.kind === 'greeting') return { ok: false, fault: 'greeting' };
  if (said.kind === 'nothing') return { ok: false, fault: 'no-name' };
  const { rest, doubtful } = withoutTitles(said.words, folded);
  const letters = rest.join('');
  const value = taken(letters, form);
  const isEnough = letters.length > 1 || Math.max(...(form.take ?? [form.length])) === 1;
  return { ok: true, value, shown: value, sure: isEnough && !doubtful };
}

function taken(letters: string, { length, take, pad = 'X', side }: Form): string {
  if (take !== undefined)
    return take
      .map((place) => letters[place - 1] ?? pad)
      .join('')
      .toUpperCase();
  const kept = letters.slice(0, length);
  return (side === 'left' ? kept.padStart(length, pad) : kept.padEnd(length, pad)).toUpperCase();
}

/** A title is one only before something that can be a name: in « M B E » the M is a letter. */
function withoutTitles(
  words: readonly string[],
  folded: string,
): { rest: readonly string[]; doubtful: boolean } {
  const [first = '', second = ''] = words;
  if (TITLES.has(first) && second.length > 1) return withoutTitles(words.slice(1), folded);
  if (first !== 'm') return { rest: words, doubtful: false };
  const dotted = /(?:^|[^a-z'])m\.\s/.test(folded);
  if (dotted && second.length > 1) return { rest: words.slice(1), doubtful: false };
  if (second.length >= CERTAIN_NAME) return { rest: words.slice(1), doubtful: true };
  return { rest: words, doubtful: false };
}
