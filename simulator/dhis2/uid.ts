import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SIGNS = `${LETTERS}0123456789`;

/** An id as DHIS2 makes them: eleven signs, the first a letter. */
export function newUid(): string {
  const rest = Array.from({ length: 10 }, () => SIGNS.charAt(randomInt(SIGNS.length)));
  return LETTERS.charAt(randomInt(LETTERS.length)) + rest.join('');
}
