import { createHash } from 'node:crypto';
import { HEAD_BYTES, type Look, lookOf } from './file-kinds.js';

/** Why bytes that arrive are not taken. */
export type IntakeFault = 'too-large' | 'empty' | 'wrong-hash' | 'wrong-type' | 'cut-off' | 'too-slow';

export class IntakeStopped extends Error {
  constructor(readonly fault: IntakeFault) {
    super(`file not taken: ${fault}`);
  }
}

export interface IntakeRules {
  maxBytes: number;
  /** In hexadecimal: the file has to have every one of them. */
  sha256?: readonly string[];
  /** What the sender says that it has. */
  size?: number;
  /** Whether a file that looks so is wanted; asked before anything of it goes on. */
  wants?: (look: Look) => boolean;
  /** When nobody waits any longer, by `performance.now()`. */
  until?: number;
}

/** Lets bytes through to the storage, and knows afterwards what they were. Throws before the last ones when they are not to be kept. */
export class Intake {
  size = 0;
  sha256 = '';
  look: Look = 'unknown';

  constructor(private readonly rules: IntakeRules) {}

  async *take(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let head: Buffer | null = Buffer.alloc(0);
    for await (const chunk of inTime(source, this.rules.until)) {
      this.size += chunk.length;
      if (this.size > this.rules.maxBytes) throw new IntakeStopped('too-large');
      hash.update(chunk);
      if (head === null) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      yield this.looked(head);
      head = null;
    }
    this.sha256 = hash.digest('hex');
    this.judge();
    if (head !== null) yield this.looked(head);
  }

  private looked(head: Buffer): Buffer {
    this.look = lookOf(head.subarray(0, HEAD_BYTES));
    if (this.rules.wants?.(this.look) === false) throw new IntakeStopped('wrong-type');
    return head;
  }

  private judge(): void {
    const { size, sha256 = [] } = this.rules;
    if (size !== undefined && this.size < size) throw new IntakeStopped('cut-off');
    if (sha256.some((expected) => expected !== this.sha256)) throw new IntakeStopped('wrong-hash');
    if (this.size === 0) throw new IntakeStopped('empty');
  }
}

/** The same, until nobody waits any longer. */
async function* inTime(
  source: AsyncIterable<Uint8Array>,
  until = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(until - performance.now(), iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // One that hangs would never answer to this either.
    iterator.return?.()?.catch(() => undefined);
  }
}

/** What was promised, or `IntakeStopped` after so many milliseconds. */
export async function within<T>(ms: number, promised: Promise<T>): Promise<T> {
  if (!Number.isFinite(ms)) return promised;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new IntakeStopped('too-slow')), Math.max(0, ms));
  });
  try {
    return await Promise.race([promised, late]);
  } finally {
    clearTimeout(timer);
  }
}
