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
  /** Counts what was shown for confirmation, so that a tap on an earlier one confirms nothing. */
  shows: z.number(),
  startedAt: z.number(),
  expiresAt: z.number(),
});

const state = z.object({
  language: z.string(),
  run: run.nullable(),
  /** How the last run ended, while none is open. */
  ended: z
    .enum(['issued', 'limited', 'cancelled', 'refused', 'expired', 'stopped', 'forgotten', 'lost'])
    .nullable(),
  /** A question beside the flow that waits for its answer. */
  asking: z.enum(['erase', 'language']).nullable(),
  /** The person wants no message; writing again says that this has changed. */
  optedOut: z.boolean(),
  /** Automatic replies since a moment, against conversations with machines. */
  replies: z.object({ from: z.number(), count: z.number() }),
});

export type Answer = z.infer<typeof answer>;
export type Run = z.infer<typeof run>;
/** Where a person is. Answers exist only in a run, and a run that is over is `null`. */
export type State = z.infer<typeof state>;
export type Ending = NonNullable<State['ended']>;

/** Somebody who has never written, or of whom nothing is kept. */
export function newState(language: string): State {
  return {
    language,
    run: null,
    ended: null,
    asking: null,
    optedOut: false,
    replies: { from: 0, count: 0 },
  };
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
