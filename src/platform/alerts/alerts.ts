/** A problem of which the team is told once, and once more when it ends. */
export interface Problem {
  /** `room.problem:subject`, stable as long as it lasts, ≤ 120 characters, no personal data. */
  key: string;
  /** What happened, in French; ≤ 500 bytes. */
  title: string;
  /** What to do, in French; ≤ 1,000 bytes. */
  advice: string;
}

/** A problem with its history. */
export interface LastingProblem extends Problem {
  since: Date;
  lastAt: Date;
  /** How often it was told. */
  count: number;
}

/** A problem began. */
export class AlertOpened {
  static readonly event = 'platform.alert-opened';
  constructor(readonly key: string) {}
}

/** A problem is over. */
export class AlertClosed {
  static readonly event = 'platform.alert-closed';
  constructor(readonly key: string) {}
}

/** The list of problems that last. Told again they are counted, not repeated. */
export abstract class Alerts {
  abstract raise(problem: Problem): Promise<void>;
  /** The problem is over; nothing happens when it was not open. */
  abstract clear(key: string): Promise<void>;
  /** Open problems, oldest first. */
  abstract open(): Promise<LastingProblem[]>;
}
