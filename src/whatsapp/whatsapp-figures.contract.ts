/** What happened with messages in one hour, on one of our numbers, in one flow (`-`: none, or a person of the team). */
export interface HourFigures {
  /** The beginning of the hour. */
  hour: Date;
  number: string;
  flow: string;
  /** Messages of people; told without flow. */
  received: number;
  /** Messages that left, and what is known of them so far. */
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  /** Messages of people that got an answer, by the flow that answered. */
  answered: number;
  /** Time from a message to the first answer that left, over all that were answered; milliseconds. */
  responseMs: number;
  /** How many answers took at most `RESPONSE_BOUNDS_MS[i]`; the last one holds the rest. */
  responseSpread: readonly number[];
  /** Messages that left, by what the provider calls their price. */
  costs: readonly { category: string; billable: number; free: number }[];
}

/** Bounds of `responseSpread`, milliseconds: each 1.5 times the one before, from 100 ms to more than four hours. */
export const RESPONSE_BOUNDS_MS: readonly number[] = Array.from({ length: 30 }, (_, n) =>
  Math.round(100 * 1.5 ** n),
);

export interface FigureFilter {
  number?: string;
  flow?: string;
}

/** Counts of messages by the hour; they stay when the messages are erased. */
export abstract class WhatsAppFigures {
  /** The hours that begin in `[from, to)`, oldest first; up to a minute behind. */
  abstract hours(from: Date, to: Date, filter: FigureFilter): Promise<HourFigures[]>;
}
