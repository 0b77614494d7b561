import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/** What arrives while a write is under way goes into the next one together: many share one commit. */
export class Gathering<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private writing: Promise<void> | null = null;

  /**
   * @param write writes them all; its answers are in the order of the items
   * @param lingerMs how long a write waits for others to join it; only for what nobody waits for
   */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly most: number,
    private readonly lingerMs = 0,
  ) {}

  /** Resolves when this one is written. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.writing ??= this.rounds();
    });
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async rounds(): Promise<void> {
    while (this.waiting.length > 0) {
      // What arrives in the same turn of the event loop belongs to the same write; SQLite's own take no turn at all.
      await (this.lingerMs > 0 && this.waiting.length < this.most ? pause(this.lingerMs) : breath());
      await this.flush(this.waiting.splice(0, this.most));
    }
    this.writing = null;
  }

  private async flush(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item));
      for (const [at, { resolve }] of group.entries()) resolve(results[at] as R);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
