/** What arrived at a receiver, per number: when, in milliseconds of one clock, ascending. */
export interface Share {
  /** The least that any window saw, of what the rate allows in it. */
  least: number;
  /** All windows together. */
  mean: number;
}

/** The most arrivals that any second saw, wherever it begins. */
export function fullestSecond(arrivals: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [last, at] of arrivals.entries()) {
    while (at - (arrivals[first] ?? at) >= 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** How much of its rate a number used, in every window of this length that ends before `until`. */
export function shareOf(
  arrivals: readonly number[],
  { perSecond, windowMs, from, until }: { perSecond: number; windowMs: number; from: number; until: number },
): Share {
  const allowed = (perSecond * windowMs) / 1_000;
  const inside = (begin: number, end: number) => below(arrivals, end) - below(arrivals, begin);
  let least = Number.NaN;
  for (let begin = from; begin + windowMs <= until; begin += 250) {
    const share = inside(begin, begin + windowMs) / allowed;
    least = Number.isNaN(least) ? share : Math.min(least, share);
  }
  return { least, mean: (inside(from, until) * 1_000) / (perSecond * (until - from)) };
}

/**
 * How many arrivals of one pair came before the limit allowed them: `burst` at once, borrowed from a steady one per `spaceMs`. An
 * arrival may be `toleranceMs` early: the way there is not always equally long.
 */
export function tooEarly(
  arrivals: readonly number[],
  { burst, spaceMs, toleranceMs }: { burst: number; spaceMs: number; toleranceMs: number },
): number {
  let paid = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const at of arrivals) {
    if (at + toleranceMs < paid - (burst - 1) * spaceMs) count += 1;
    paid = Math.max(paid, at) + spaceMs;
  }
  return count;
}

function below(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
