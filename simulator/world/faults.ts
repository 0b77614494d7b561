/** What goes wrong. `accept: true`: WhatsApp keeps the message all the same, and only the answer is lost. */
export type Trouble =
  /** Another answer than the true one. */
  | {
      kind: 'http';
      status: number;
      accept: boolean;
      retryAfter?: number;
      headers?: Record<string, string>;
      body?: unknown;
    }
  /** A Graph error with its true status and text. */
  | { kind: 'graph'; code: number; subcode?: number; status?: number }
  /** The true answer, late. */
  | { kind: 'slow'; ms: number }
  /** No answer, ever. */
  | { kind: 'timeout'; accept: boolean }
  /** The connection breaks before an answer. */
  | { kind: 'cut'; accept: boolean }
  /** Taken with 200; a `failed` status follows. */
  | { kind: 'fail'; code: number }
  /** Taken with 200 and held for a quality assessment. */
  | { kind: 'held' };

/** A trouble and whom it strikes. */
export interface Fault {
  id: number;
  trouble: Trouble;
  on: 'messages' | 'media' | 'any';
  /** Digits of the recipient; absent: everybody. */
  to?: string;
  /** How many more calls it strikes; `null`: until it is cleared. */
  left: number | null;
}

const MOST = 1_000;

/** The troubles that wait for a call. */
export class Faults {
  private faults: Fault[] = [];
  private next = 1;

  constructor(private readonly changed: () => void) {}

  add(fault: Omit<Fault, 'id'>): Fault {
    const added = { ...fault, id: this.next };
    this.next += 1;
    this.faults = [...this.faults.slice(1 - MOST), added];
    this.changed();
    return added;
  }

  list(): Fault[] {
    return this.faults;
  }

  clear(id?: number): number {
    const before = this.faults.length;
    this.faults = id === undefined ? [] : this.faults.filter((fault) => fault.id !== id);
    this.changed();
    return before - this.faults.length;
  }

  /** The trouble of this call, the oldest fault first; a counted fault is used up by it. */
  strike(on: 'messages' | 'media', to?: string): Trouble | undefined {
    const fault = this.faults.find((each) => fits(each, on, to));
    if (!fault) return undefined;
    if (fault.left !== null) {
      const left = fault.left - 1;
      this.faults = this.faults.flatMap((each) =>
        each === fault ? (left > 0 ? [{ ...each, left }] : []) : [each],
      );
      this.changed();
    }
    return fault.trouble;
  }
}

function fits(fault: Fault, on: 'messages' | 'media', to?: string): boolean {
  return (fault.on === 'any' || fault.on === on) && (fault.to === undefined || fault.to === to);
}
