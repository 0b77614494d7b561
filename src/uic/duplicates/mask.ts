import { isAnswer, lengthOf } from '../code.js';
import type { Scheme, Segment } from '../scheme.js';

const HIDDEN = '•';

/**
 * Two codes side by side for those who compare them, each with most of it hidden: `M••I••7•••` and `M••I••8•••`. What shows are the
 * initials, the first letter of each name, and the characters in which the two differ; never those of a choice, because a gender on
 * a screen is more than anybody needs here. Codes whose scheme nobody knows any more show their first character.
 */
export function maskPair(
  scheme: Pick<Scheme, 'parts'> | null,
  [one, other]: readonly [string, string],
): [string, string] {
  const places = scheme === null ? [SHOWN] : scheme.parts.flatMap((segment) => placesOf(segment));
  return [masked(one, other, places), masked(other, one, places)];
}

/** Whether a character may be seen, beside its counterpart in the other code. */
type Place = (character: string, counterpart: string | undefined) => boolean;

const SHOWN: Place = () => true;
const NEVER: Place = () => false;
const DIFFERING: Place = (character, counterpart) => character !== counterpart;

function placesOf(segment: Segment): Place[] {
  const each = (place: Place): Place[] => Array.from({ length: lengthOf(segment) }, () => place);
  if ('literal' in segment) return each(SHOWN);
  if (!isAnswer(segment) || segment.kind === 'choice') return each(NEVER);
  return segment.kind === 'letters' ? each(DIFFERING).with(0, SHOWN) : each(DIFFERING);
}

function masked(code: string, other: string, places: readonly Place[]): string {
  const shown = [...code].map((character, at) => {
    const isVisible = places[at] ?? NEVER;
    return isVisible(character, other[at]) ? character : HIDDEN;
  });
  return shown.join('');
}
