/**
 * Upper bounds in seconds of the classes in which times are counted: each a quarter to a third above the one before, so that what
 * is read from them is never further from the truth than that.
 */
const BOUNDS = [
  10, 13, 16, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 390, 480, 600, 780, 960, 1200, 1500,
  1800, 2400, 3000, 3600, 4800, 6000, 7200,
] as const;

const LONGEST = 7200;

/** How long conversations took until their code was there. */
export interface DurationFigures {
  /** Conversations that were timed. */
  count: number;
  /** Half of them took at most so long; `null` without any. */
  medianSeconds: number | null;
  /** Nine of ten took at most so long. */
  p90Seconds: number | null;
}

/** The class of a time, as it is counted. What is longer than all classes goes into the last. */
export function classOf(ms: number): string {
  const seconds = Number.isNaN(ms) ? 0 : ms / 1000;
  return String(BOUNDS.find((bound) => seconds <= bound) ?? LONGEST);
}

/** What the counts of the classes say. */
export function durationsOf(counts: ReadonlyMap<string, number>): DurationFigures {
  const classes = [...counts]
    .map(([bound, amount]) => ({ bound: Number(bound), amount }))
    .toSorted((a, b) => a.bound - b.bound);
  const count = classes.reduce((sum, { amount }) => sum + amount, 0);
  const within = (share: number): number | null => {
    let reached = 0;
    for (const { bound, amount } of classes) {
      reached += amount;
      if (reached >= share * count) return bound;
    }
    return null;
  };
  return count === 0
    ? { count, medianSeconds: null, p90Seconds: null }
    : { count, medianSeconds: within(0.5), p90Seconds: within(0.9) };
}
