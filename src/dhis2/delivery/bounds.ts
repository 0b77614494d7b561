import type { Patience } from '../dhis2.port.js';

/** How much longer than its time a call is waited for: one that heeds its bounds has told by then how it ended. */
const GRACE_MS = 250;

/** What a call tells, or `late` when it heeds neither its time nor that it was called off; whatever it tells later is not heard. */
export async function bounded<T>(call: Promise<T>, { leftMs, signal }: Patience, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let hurry = (): void => undefined;
  const over = new Promise<T>((resolve) => {
    const within = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(resolve, ms, late);
    };
    hurry = () => within(GRACE_MS);
    within(signal?.aborted === true ? GRACE_MS : leftMs + GRACE_MS);
  });
  signal?.addEventListener('abort', hurry, { once: true });
  try {
    return await Promise.race([call, over]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', hurry);
  }
}
