const SOON_MS = 20;

/** The same values; where the next one does not come at once, `work` is done while it is waited for. */
export async function* meanwhile<T>(
  values: AsyncIterable<T>,
  work: () => Promise<void>,
): AsyncGenerator<T, void, void> {
  const iterator = values[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = iterator.next().catch((error: unknown) => {
        isOver = true;
        throw error;
      });
      if (!(await isSoon(next))) await work();
      const { value, done } = await next;
      isOver = done === true;
      if (done === true) return;
      yield value;
    }
  } finally {
    if (!isOver) void iterator.return?.().catch(() => undefined);
  }
}

function isSoon(next: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), SOON_MS);
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    next.then(settled, settled);
  });
}
