/** The middle of some measurements; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

/** The value that this part (0 to 1) of the measurements does not exceed, in ascending order (nearest rank). */
export function quantile(ascending: ArrayLike<number>, part: number): number {
  const rank = Math.max(1, Math.ceil(part * ascending.length));
  return ascending[rank - 1] ?? Number.NaN;
}

export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

/** What a list of durations says, in its own unit. */
export function latencyOf(durations: Float64Array): Latency {
  const ascending = durations.toSorted();
  return { p50: quantile(ascending, 0.5), p99: quantile(ascending, 0.99), max: quantile(ascending, 1) };
}

/**
 * Repetitions of the same measurement as one: the median of each number by itself. What is no number is taken from the first; a
 * number that is missing in some repetition is the median of those that have it.
 */
export function medians<T extends Record<string, unknown>>(repetitions: readonly T[]): T {
  const [first] = repetitions;
  if (first === undefined) throw new Error('there is nothing to take the median of');
  const names = Object.keys(first);
  const entries = names.map((name) => {
    const values = repetitions.map((each) => each[name]).filter((value) => typeof value === 'number');
    return [name, typeof first[name] === 'number' ? median(values) : first[name]];
  });
  return Object.fromEntries(entries) as T;
}
