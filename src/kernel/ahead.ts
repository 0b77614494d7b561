/** The same values in the same order; the next one is asked for while this one is worked on. */
export async function* ahead<T>(values: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  const iterator = values[Symbol.asyncIterator]();
  let next = asked(iterator);
  let isOver = false;
  try {
    for (;;) {
      const { value, done } = await next.catch((error: unknown) => {
        isOver = true;
        throw error;
      });
      isOver = done === true;
      if (done === true) return;
      next = asked(iterator);
      yield value;
    }
  } finally {
    // Whoever stops early does not wait for the answer that is under way: a generator ends only after it.
    if (!isOver) void iterator.return?.().catch(() => undefined);
  }
}

/** A failure is heard when the answer is looked at, which may be after it happened. */
function asked<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T, void>> {
  const answer = iterator.next() as Promise<IteratorResult<T, void>>;
  answer.catch(() => undefined);
  return answer;
}
