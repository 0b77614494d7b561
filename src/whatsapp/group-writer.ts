import { setTimeout as pause } from 'node:timers/promises';

/** Writes a batch. */
export type WriteBatch<T> = (items: readonly T[]) => Promise<void>;

interface Waiting<T> {
  items: readonly T[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

const LONGEST_REST_MS = 20;

/**
 * Group commit: what arrives while a write is under way goes into the next one together. An idle writer writes at once, a busy one
 * writes more at a time, so that many requests share one commit. A writer whose items are in no hurry may rest after each write in
 * proportion to what it took: where commits are slow, fewer carry more.
 */
export class GroupWriter<T> {
  private waiting: Waiting<T>[] = [];
  private readonly pauses: (() => Promise<void>)[] = [];
  private inFlight = 0;

  /**
   * @param width how many writes may be under way at once; @param most how many items one write takes at most; @param restFactor how
   * many times as long as a write took the next one waits, at most 20 ms
   */
  constructor(
    private readonly write: WriteBatch<T>,
    private readonly width: number,
    private readonly most: number,
    private readonly restFactor = 0,
  ) {}

  /** Resolves when these items are written. */
  add(items: readonly T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      // What arrives in the same turn of the event loop belongs to the same write.
      if (this.waiting.length === 1) setImmediate(() => this.pump());
    });
  }

  /** Runs something while no write is under way. Only for writers of width 1. */
  exclusively(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.pauses.push(() => work().then(resolve, reject));
      this.pump();
    });
  }

  private pump(): void {
    while (this.inFlight < this.width) {
      const pause = this.pauses.shift();
      if (pause !== undefined) void this.occupy(pause);
      else if (this.waiting.length > 0) void this.occupy(() => this.flush(this.take()));
      else return;
    }
  }

  private async occupy(work: () => Promise<void>): Promise<void> {
    this.inFlight += 1;
    const began = performance.now();
    await work();
    const restMs = Math.min(LONGEST_REST_MS, (performance.now() - began) * this.restFactor);
    if (restMs >= 1) await pause(restMs);
    this.inFlight -= 1;
    this.pump();
  }

  private take(): Waiting<T>[] {
    let size = 0;
    let count = 0;
    for (const { items } of this.waiting) {
      if (count > 0 && size + items.length > this.most) break;
      size += items.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async flush(group: Waiting<T>[]): Promise<void> {
    try {
      await this.write(group.length === 1 ? (group[0]?.items ?? []) : group.flatMap(({ items }) => items));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
