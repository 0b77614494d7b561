import { z } from 'zod';

const answer = z.object({ value: z.string(), shown: z.string() });

const run = z.object({
  id: z.string(),
  flow: z.string(),
  step: z.string(),
  answers: z.record(z.string(), answer),
  /** An answer to be confirmed. */
  doubt: answer.nullable(),
  /** The person was asked which answer to correct. */
  choosing: z.boolean(),
  /** One answer is being corrected; then the summary comes back. */
  correcting: z.boolean(),
  /** It is to correct a code that was issued before. */
  renewing: z.boolean().default(false),
  /** Counts what was shown for confirmation, so that a tap on an earlier one confirms nothing. */
  shows: z.number(),
  startedAt: z.number(),
  expiresAt: z.number(),
  /** The person's last message, by a mark of the provider's id, and the question that it answered, if any: it may be edited. */
  last: z.object({ message: z.string(), answered: z.string().nullable() }).nullable().default(null),
});

/** What was shown last and can be picked by its number, as the taps say it. */
const shown = z.array(z.string());

/** A code that the register has not decided on yet. */
const waiting = z.object({
  codeId: z.string(),
  until: z.number(),
  renewing: z.boolean(),
  /** What the answer will follow from. */
  messageId: z.string(),
  channel: z.string(),
});

/** Two codes of this phone that may be one person's. */
const pair = z.object({ olderId: z.string(), newerId: z.string(), key: z.string() });

/** Tries to see a code again, since a moment. */
const recalls = z.object({ from: z.number(), misses: z.number(), askedAt: z.number() });

/** Where a person is outside the run: what an answer in words belongs to. */
const place = z.discriminatedUnion('at', [
  z.object({ at: z.literal('menu'), shown }),
  z.object({
    at: z.literal('shop'),
    words: z.string().nullable(),
    categoryId: z.string().nullable(),
    offset: z.number(),
    shown,
  }),
  z.object({ at: z.literal('product'), productId: z.string(), shown }),
  /** How many of this product? */
  z.object({ at: z.literal('quantity'), sku: z.string(), name: z.string(), most: z.number().nullable() }),
  z.object({
    at: z.literal('order'),
    orderId: z.string(),
    lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.number() })),
    /** The person was asked which line to change, and which one it is. */
    choosing: z.boolean(),
    fixing: z.string().nullable(),
    shown,
  }),
  /** Free questions: how many wait for their answer. */
  z.object({ at: z.literal('question'), waiting: z.number() }),
]);

const state = z.object({
  language: z.string(),
  run: run.nullable(),
  /** A run that waits while the person does something else. */
  paused: run.nullable().default(null),
  place: place.nullable().default(null),
  /** Answers in a row that were not understood. */
  misses: z.number().default(0),
  /** The last message of products that WhatsApp did not show, and that went as a list. */
  unshown: z.string().nullable().default(null),
  /** How the last run ended, while none is open. */
  ended: z
    .enum(['issued', 'limited', 'cancelled', 'refused', 'expired', 'stopped', 'forgotten', 'lost'])
    .nullable(),
  /** A question beside the flow that waits for its answer. */
  asking: z.enum(['erase', 'language', 'recall', 'replace']).nullable(),
  waiting: waiting.nullable().default(null),
  pair: pair.nullable().default(null),
  recalls: recalls.default({ from: 0, misses: 0, askedAt: 0 }),
  /** The person wants no message; writing again says that this has changed. */
  optedOut: z.boolean(),
  /** Automatic replies since a moment, against conversations with machines. */
  replies: z.object({ from: z.number(), count: z.number() }),
});

export type Answer = z.infer<typeof answer>;
export type Run = z.infer<typeof run>;
export type Place = z.infer<typeof place>;
/** Where a person is. Answers exist only in a run, and a run that is over is `null`. */
export type State = z.infer<typeof state>;
export type Ending = NonNullable<State['ended']>;

/** Somebody who has never written, or of whom nothing is kept. */
export function newState(language: string): State {
  return {
    language,
    run: null,
    paused: null,
    place: null,
    misses: 0,
    unshown: null,
    ended: null,
    asking: null,
    waiting: null,
    pair: null,
    recalls: { from: 0, misses: 0, askedAt: 0 },
    optedOut: false,
    replies: { from: 0, count: 0 },
  };
}

/** Whether what the person says now is for the house only, also for people of the team: answers. */
export function isConfidential({ run, paused, asking }: State): boolean {
  return run !== null || paused !== null || asking === 'recall';
}

/** A state that was saved; one that this version does not understand is lost, not an error. */
export function revive(json: string, language: string): State {
  return parse(json) ?? { ...newState(language), ended: 'lost' };
}

function parse(json: string): State | null {
  try {
    return state.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
