/** The list in pieces, for `IN (…)`: Oracle takes at most 1000 values, and few lengths keep its statement cache warm. */
export function chunks<T>(list: readonly T[], size = 500): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < list.length; start += size) pieces.push(list.slice(start, start + size));
  return pieces;
}
