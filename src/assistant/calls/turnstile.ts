/** Lets so many through at once; the others wait in their order until somebody leaves or their signal aborts. */
export class Turnstile {
  private inside = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly places: number) {}

  /** Resolves with how one leaves. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.inside >= this.places) await this.wait(signal);
    else this.inside += 1;
    let left = false;
    return () => {
      if (!left) this.leave();
      left = true;
    };
  }

  /** The place of who leaves is the next one's: nobody comes between. */
  private leave(): void {
    const [next] = this.waiting;
    if (next === undefined) this.inside -= 1;
    else next();
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const give = (): void => {
        this.waiting.delete(give);
        signal.removeEventListener('abort', tired);
        resolve();
      };
      const tired = (): void => {
        this.waiting.delete(give);
        reject(signal.reason as Error);
      };
      this.waiting.add(give);
      signal.addEventListener('abort', tired, { once: true });
    });
  }
}
