import type { What } from './troubles.js';

/** One call of the service, as it came; credentials are never kept. */
export interface RegisterCall {
  seq: number;
  /** ISO 8601. */
  at: string;
  what: What;
  method: string;
  path: string;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  /** HTTP status, or what the client met instead of one. */
  status: number | 'cut' | 'silent';
  /** First words of a refusal. */
  words?: string;
  /** Kind of the fault that struck. */
  fault?: string;
  ms: number;
}

const MOST = 500;
const LARGEST_BODY = 20_000;

/** The last calls, and how many there were. */
export class Calls {
  private calls: RegisterCall[] = [];
  private seq = 0;
  private byWhat: Partial<Record<What, number>> = {};
  private byStatus: Record<string, number> = {};

  note(call: Omit<RegisterCall, 'seq'>): void {
    this.seq += 1;
    this.byWhat = { ...this.byWhat, [call.what]: (this.byWhat[call.what] ?? 0) + 1 };
    this.byStatus = { ...this.byStatus, [call.status]: (this.byStatus[call.status] ?? 0) + 1 };
    this.calls.push({ seq: this.seq, ...call, body: bounded(call.body) });
    if (this.calls.length > MOST * 1.2) this.calls = this.calls.slice(-MOST);
  }

  /** Newest first, older than `before`. */
  last(limit: number, before = Infinity): RegisterCall[] {
    return this.calls
      .slice(-MOST)
      .filter(({ seq }) => seq < before)
      .slice(-limit)
      .toReversed();
  }

  counts(): { calls: number; byWhat: Partial<Record<What, number>>; byStatus: Record<string, number> } {
    return { calls: this.seq, byWhat: this.byWhat, byStatus: this.byStatus };
  }

  clear(): void {
    this.calls = [];
    this.seq = 0;
    this.byWhat = {};
    this.byStatus = {};
  }
}

function bounded(body: unknown): unknown {
  const size = typeof body === 'string' ? body.length : body === undefined ? 0 : JSON.stringify(body).length;
  return size > LARGEST_BODY ? { tooLarge: size } : body;
}
