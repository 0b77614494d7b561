/** Does the work for each value, so many at once, and gives the results as they come. Whoever stops early calls off what is under way. */
export async function* several<T, R>(
  values: readonly T[],
  most: number,
  work: (value: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const over = new AbortController();
  const waiting = values[Symbol.iterator]();
  const open = new Map<number, Promise<{ id: number; result: R }>>();
  let count = 0;
  const begin = (): void => {
    const { value, done } = waiting.next();
    if (done === true) return;
    const id = (count += 1);
    const begun = work(value, over.signal).then((result) => ({ id, result }));
    // Told when it is its turn; of those that nobody waits for any more nobody has to hear.
    begun.catch(() => undefined);
    open.set(id, begun);
  };
  try {
    for (let free = most; free > 0; free--) begin();
    while (open.size > 0) {
      const { id, result } = await Promise.race(open.values());
      open.delete(id);
      begin();
      yield result;
    }
  } finally {
    over.abort();
  }
}
