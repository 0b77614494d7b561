const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const NAME_LENGTH = 200;

/** At most `max` characters as people count them; never half of one. */
export function within(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text.slice(0, max * 2));
  return characters.length <= max ? characters.join('') : characters.slice(0, max).join('');
}

/** How many characters people count. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** A name that can be shown anywhere: without characters that are unseen or turn the writing round; `undefined` when none is left. */
export function plainName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const seen = value
    .slice(0, NAME_LENGTH * 8)
    .replace(UNSEEN, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return within(seen, NAME_LENGTH) || undefined;
}

/** A text that is there, cut to `max` characters. */
export function boundedOf(value: unknown, max: number): string | undefined {
  return typeof value === 'string' && value !== '' ? within(value, max) : undefined;
}
