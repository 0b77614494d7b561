/** Something that went wrong, in words. */
export interface Fault {
  /** `room.problem:subject`, stable as long as it lasts, ≤ 120 characters, no personal data. */
  key: string;
  /** What happened, in French; ≤ 500 bytes. */
  title: string;
  /** What to do, in French; ≤ 1,000 bytes. */
  advice: string;
  /** The same in English. */
  en?: { title: string; advice: string };
  /** Where it comes from: `outbox`, `inbox`, `assistant`; ≤ 30 characters. The part of the key before the dot where absent. */
  service?: string;
  /** The number or word that its maker has for it; ≤ 60 characters. */
  code?: string;
  /** What was at hand: ids and counts, never personal data. */
  context?: Readonly<Record<string, string | number>>;
}

/** A problem of which the team is told once, and once more when it ends. */
export type Problem = Fault;

/** A problem with its history. */
export interface LastingProblem extends Problem {
  id: string;
  since: Date;
  lastAt: Date;
  /** How often it was told. */
  count: number;
  /** When it ended; `null` as long as it lasts. */
  endedAt: Date | null;
}

/** A problem began. */
export class AlertOpened {
  static readonly event = 'platform.alert-opened';
  constructor(
    readonly key: string,
    /** Which time: a problem that ends and comes back is another alert. */
    readonly alertId: string,
  ) {}
}

/** A problem is over. */
export class AlertClosed {
  static readonly event = 'platform.alert-closed';
  constructor(
    readonly key: string,
    readonly alertId: string,
  ) {}
}

/** The one log of what goes wrong. Told again it is counted, not repeated. */
export abstract class Alerts {
  /** Something that the team must know: told once, and once more when it ends. */
  abstract raise(problem: Problem): Promise<void>;
  /** The problem is over; nothing happens when it was not open. */
  abstract clear(key: string): Promise<void>;
  /**
   * Something that went wrong and calls nobody: counted, shown, over after a day without it. Costs no round trip: it is written
   * with others after a few seconds.
   */
  abstract note(fault: Fault): void;
  /** Open problems of which the team was told, oldest first. */
  abstract open(): Promise<LastingProblem[]>;
  /** One of them, open or over. */
  abstract find(alertId: string): Promise<LastingProblem | null>;
}
