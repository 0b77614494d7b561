/** The time of day, asked for rather than taken, so that tests can move it. */
export abstract class Clock {
  /** Now, in UTC. */
  abstract now(): Date;
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
