import type { AnswerKey, Question } from './uic.contract.js';

/** One answer's share of a code. */
export interface Part {
  readonly key: AnswerKey;
  readonly kind: Question['kind'];
  readonly length: number;
  /** Fills up names that are shorter than `length`, on the right. */
  readonly pad?: string;
  /** What a choice can be. */
  readonly choices?: readonly string[];
}

/** The formula of a code as data: the parts in their order. A change that changes codes is a new id. */
export interface Scheme {
  readonly id: string;
  readonly parts: readonly Part[];
}

/**
 * LLLFFFYCCG: three letters of the family name, three of the first name, the last digit of the year of birth, two letters for the
 * town of birth, one digit for the gender (1 man, 2 woman, 3 trans, 4 other).
 */
export const shippedScheme: Scheme = {
  id: 'lllfffyccg-v1',
  parts: [
    { key: 'family', kind: 'letters', length: 3, pad: 'X' },
    { key: 'given', kind: 'letters', length: 3, pad: 'X' },
    { key: 'year', kind: 'digit', length: 1 },
    { key: 'town', kind: 'town', length: 2 },
    { key: 'gender', kind: 'choice', length: 1, choices: ['1', '2', '3', '4'] },
  ],
};
