import type { Tally } from './tally.js';

/** The same values; the time that they are waited for is the inventory's. */
export async function* timed<T>(values: AsyncIterable<T>, tally: Tally): AsyncGenerator<T, void, void> {
  const iterator = values[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await tally.asking(iterator.next()).catch((error: unknown) => {
        isOver = true;
        throw error;
      });
      isOver = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    if (!isOver) void iterator.return?.().catch(() => undefined);
  }
}
