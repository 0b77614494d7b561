import type { Wanted } from './message.js';

/** A message that Twilio took. */
export interface Taken extends Wanted {
  seq: number;
  sid: string;
  at: string;
  /** The files behind its addresses, once they were fetched: their ids in the gallery. */
  files: string[];
  status: string;
}

const MOST = 20_000;

/** The messages of the service, in order. */
export class Book {
  private messages: Taken[] = [];
  private seq = 0;
  private readonly waiting = new Set<() => void>();

  add(wanted: Wanted, sid: string): Taken {
    this.seq += 1;
    const at = new Date().toISOString();
    const taken: Taken = { ...wanted, seq: this.seq, sid, at, files: [], status: 'queued' };
    this.messages = [...this.messages.slice(1 - MOST), taken];
    this.wake();
    return taken;
  }

  /** Whoever waits looks again. */
  wake(): void {
    for (const wake of this.waiting) wake();
  }

  find({ to, after }: { to?: string; after?: number }): Taken[] {
    return this.messages.filter(
      (message) => (to === undefined || message.to === to) && message.seq > (after ?? 0),
    );
  }

  /** Waits up to `ms` for `atLeast` messages whose files are there. */
  async wait(
    filter: { to?: string; after?: number },
    wish: { atLeast: number; ms: number },
  ): Promise<Taken[]> {
    const until = Date.now() + wish.ms;
    for (;;) {
      const found = this.find(filter);
      const isWhole = found.every(({ files, mediaUrls, status }) => {
        return status === 'failed' || files.length === mediaUrls.length;
      });
      const left = until - Date.now();
      if ((found.length >= wish.atLeast && isWhole) || left <= 0) return found;
      await this.nextChange(left);
    }
  }

  clear(): void {
    this.messages = [];
  }

  private nextChange(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
    });
  }
}
