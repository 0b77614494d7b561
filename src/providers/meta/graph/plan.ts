/** What to do with a message that met an error; `number`: everything that goes out from this number waits. */
export type Plan = { outcome: 'refused' } | Later;

export interface Later {
  outcome: 'retry';
  scope: 'message' | 'number';
  /** How long, after so many attempts before this one; absent: the queue knows better. */
  wait?: (attempt: number) => number;
  /** Each time that it happens again, the wait is twice as long, up to this; absent: always the same. */
  longestMs?: number;
  /** The number sends too fast. */
  slower?: true;
  /** After so many attempts it is refused; absent: the queue knows better. */
  tries?: number;
}

/** Meaning and, where the family's does not fit, advice; in French and in English. */
export interface Row {
  fr: readonly [meaning: string, advice?: string];
  en: readonly [meaning: string, advice?: string];
  /** Where it departs from its family. */
  plan?: Plan;
}

/** By code, or `code/subcode` where the second number says more. */
export type Rows = Readonly<Record<string, Row>>;

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const REFUSED: Plan = { outcome: 'refused' };

/** As Meta asks for messages to one person: 1, 4, 16 … seconds. */
export const PAIR: Later = {
  outcome: 'retry',
  scope: 'message',
  wait: (attempt) => Math.min(4 ** attempt * SECOND, 10 * MINUTE),
};

export function later(scope: 'message' | 'number', afterMs?: number): Later {
  return { outcome: 'retry', scope, ...(afterMs !== undefined && { wait: () => afterMs }) };
}

/** The longer, the oftener it happens. */
export function growing(plan: Later, longestMs: number): Later {
  return { ...plan, longestMs };
}

/** An error that may be ours: it is not tried for ever. */
export function few(plan: Later, tries: number): Later {
  return { ...plan, tries };
}
