/** A problem of which the team is told once, and once more when it ends. */
export interface Problem {
  /** `room.problem:subject`, stable as long as it lasts, ≤ 120 characters, no personal data. */
  key: string;
  /** What happened, in French. */
  title: string;
  /** What to do, in French. */
  advice: string;
}

/** The list of problems that last. Told again they are counted, not repeated. */
export abstract class Alerts {
  abstract raise(problem: Problem): Promise<void>;
  /** The problem is over; nothing happens when it was not open. */
  abstract clear(key: string): Promise<void>;
  /** Open problems, oldest first. */
  abstract open(): Promise<(Problem & { since: Date; count: number; lastAt: Date })[]>;
}
