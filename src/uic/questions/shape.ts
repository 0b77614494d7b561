import { z } from 'zod';

/** Questions beyond which nobody answers to the end, and characters beyond which nobody keeps a code. */
export const MOST_QUESTIONS = 12;
export const LONGEST_CODE = 40;
/** As long as the column that keeps it with each code. */
export const LONGEST_ID = 30;

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,28}$/);
const key = z.string().regex(/^[a-z][a-z0-9-]{0,19}$/);
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/);
const value = z.string().regex(/^[A-Z0-9]{1,10}$/);
const place = z.int().min(1).max(20);

const texts = z
  .record(
    language,
    z.strictObject({
      ask: z
        .string()
        .min(1)
        .max(900)
        .describe('The question. {n} and {total} become its place, {options} the list of a choice.'),
      label: z.string().min(1).max(24).describe('What it asks for, in a word or two.'),
      doubt: z
        .string()
        .min(1)
        .max(300)
        .optional()
        .describe('Asks to confirm a doubtful answer; {shown} becomes the answer.'),
    }),
  )
  .describe('By language; fr at least. May be absent where the question is one of the shipped ones.');

const option = z.strictObject({
  value: value.describe('What stands in the code.'),
  names: z.record(language, z.string().min(1).max(20)).optional().describe('By language; fr at least.'),
  words: z
    .array(z.string().min(1).max(40))
    .max(60)
    .optional()
    .describe('What people write for it, beside its value and its names.'),
  prevailsOver: z
    .array(value)
    .optional()
    .describe('Values of options above which this one counts when the words of both are written.'),
});

const common = { key, texts: texts.optional() };

/** One question, by its kind. */
export const kinds = {
  letters: z.strictObject({
    ...common,
    kind: z.literal('letters'),
    take: z
      .union([z.int().min(1).max(10), z.array(place).min(1).max(10)])
      .describe('How many first letters of the name are kept, or which ones: [1, 3].'),
    pad: z
      .string()
      .regex(/^[A-Z0-9]$/)
      .optional()
      .describe('Stands for letters that a name does not have; X where nothing is said.'),
    side: z.enum(['left', 'right']).optional().describe('The side on which it does; right.'),
  }),
  year: z.strictObject({
    ...common,
    kind: z.literal('year'),
    digits: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  }),
  month: z.strictObject({ ...common, kind: z.literal('month') }),
  town: z.strictObject({ ...common, kind: z.literal('town') }),
  number: z.strictObject({
    ...common,
    kind: z.literal('number'),
    min: z.int().min(0).max(999_999_999),
    max: z.int().min(0).max(999_999_999),
    digits: z.int().min(1).max(9).optional().describe('Filled up with zeros; as many as max has.'),
  }),
  choice: z.strictObject({ ...common, kind: z.literal('choice'), options: z.array(option).min(2).max(20) }),
} as const;

/** One piece of the formula, by what it has. */
export const segments = {
  answer: z.strictObject({
    answer: key,
    positions: z
      .array(place)
      .min(1)
      .max(20)
      .optional()
      .describe('Which characters of the answer stand in the code; all where nothing is said.'),
  }),
  literal: z.strictObject({ literal: z.string().regex(/^[A-Z0-9-]{1,20}$/) }),
  check: z.strictObject({
    check: z.literal('iso7064-mod-37-36').describe('Check character, ISO/IEC 7064 MOD 37,36; last.'),
  }),
} as const;

const frame = {
  $schema: z.string().optional(),
  id: name,
  version: name.describe(
    'A new one whenever what decides codes changes. Together with id at most 30 characters.',
  ),
  recall: key.describe('Key of the question whose answer shows a code again.'),
};

/** The file around its lists: what is in them is looked at one by one, so that all faults are found at once. */
export const outline = z.strictObject({
  ...frame,
  questions: z.array(z.unknown()).min(1),
  formula: z.array(z.unknown()).min(1),
});

/** The whole file: `docs/schemas/uic-questions.schema.json` is what `z.toJSONSchema` makes of it, and a test compares them. */
export const whole = z
  .strictObject({
    ...frame,
    questions: z
      .array(z.discriminatedUnion('kind', Object.values(kinds) as QuestionShapes))
      .min(1)
      .max(MOST_QUESTIONS),
    formula: z.array(z.union(Object.values(segments))).min(1),
  })
  .describe('Questions and formula of the code (UIC_QUESTIONS_FILE)');

type Kinds = typeof kinds;
type QuestionShapes = [
  Kinds['letters'],
  Kinds['year'],
  Kinds['month'],
  Kinds['town'],
  Kinds['number'],
  Kinds['choice'],
];

export type Kind = keyof Kinds;
export type QuestionDraft = { [K in Kind]: z.infer<Kinds[K]> }[Kind];
export type SegmentDraft = {
  [K in keyof typeof segments]: z.infer<(typeof segments)[K]>;
}[keyof typeof segments];
