import type { Choice, Asked } from './definition.js';
import type { QuestionDraft } from './shape.js';

const PAD = 'X';
const TOWN_LETTERS = 2;
const MONTH_DIGITS = 2;

/** A question of a file with all that its kind implies. */
export function askedOf(draft: QuestionDraft): Asked {
  const { key, kind, texts } = draft;
  const common = { key, kind, options: [], ...(texts === undefined ? {} : { texts }) };
  switch (draft.kind) {
    case 'letters': {
      const { take, pad = PAD, side } = draft;
      const form = typeof take === 'number' ? { length: take } : { length: take.length, take };
      return { ...common, ...form, pad, ...(side === 'left' ? { side } : {}) };
    }
    case 'year':
      return { ...common, length: draft.digits };
    case 'month':
      return { ...common, length: MONTH_DIGITS };
    case 'town':
      return { ...common, length: TOWN_LETTERS };
    case 'number': {
      const { min, max, digits = String(max).length } = draft;
      return { ...common, length: digits, min, max };
    }
    case 'choice': {
      const options = draft.options.map(choiceOf);
      const choices = options.map(({ value }) => value);
      return { ...common, length: choices[0]?.length ?? 0, options, choices };
    }
  }
}

type OptionDraft = Extract<QuestionDraft, { kind: 'choice' }>['options'][number];

function choiceOf({ value, names, words = [], prevailsOver = [] }: OptionDraft): Choice {
  return { value, words, prevailsOver, ...(names === undefined ? {} : { names }) };
}
