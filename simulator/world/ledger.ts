/** One call of the service to the Graph API, kept or not. */
export interface Call {
  seq: number;
  /** ISO 8601. */
  at: string;
  /** `message`, `read`, `media`, `templates:list`, `tokens:exchange`… */
  what: string;
  /** Recipient as the service wrote it. */
  to?: string;
  type?: string;
  /** What came in `biz_opaque_callback_data`. */
  reference?: string;
  /** Id of the message, when WhatsApp took it. */
  id?: string;
  accepted: boolean;
  answer: number | 'cut' | 'timeout';
  /** Graph error code of the answer. */
  code?: number;
  /** Kind of the fault that struck. */
  fault?: string;
  /** As it came. */
  body: unknown;
}

/** Which calls are wanted. */
export interface CallFilter {
  after?: number;
  to?: string;
  reference?: string;
  /** The beginning of what the call was. */
  what?: string;
  /** Only messages that WhatsApp took. */
  sentOnly?: boolean;
}

const MOST = 20_000;

/** Everything that the service asked of WhatsApp, in order. */
export class Ledger {
  private calls: Call[] = [];
  private seq = 0;
  private readonly waiting = new Set<() => void>();

  note(call: Omit<Call, 'seq'>): Call {
    this.seq += 1;
    const noted = { seq: this.seq, ...call };
    this.calls.push(noted);
    if (this.calls.length > MOST * 1.1) this.calls = this.calls.slice(-MOST);
    for (const wake of this.waiting) wake();
    return noted;
  }

  find(filter: CallFilter, most: number): Call[] {
    const digits = filter.to?.replace(/\D/g, '');
    const found: Call[] = [];
    for (const call of this.calls) {
      if (call.seq <= (filter.after ?? 0)) continue;
      if (filter.sentOnly && !(call.accepted && call.what === 'message')) continue;
      if (filter.what && !call.what.startsWith(filter.what)) continue;
      if (digits && call.to?.replace(/\D/g, '') !== digits) continue;
      if (filter.reference && call.reference !== filter.reference) continue;
      found.push(call);
      if (found.length === most) break;
    }
    return found;
  }

  /** Like `find`, but waits up to `ms` for `atLeast` calls. */
  async wait(filter: CallFilter, wish: { atLeast: number; most: number; ms: number }): Promise<Call[]> {
    const until = Date.now() + wish.ms;
    for (;;) {
      const found = this.find(filter, wish.most);
      const left = until - Date.now();
      if (found.length >= wish.atLeast || left <= 0) return found;
      await this.nextCall(left);
    }
  }

  get count(): number {
    return this.seq;
  }

  clear(): void {
    this.calls = [];
  }

  private nextCall(ms: number): Promise<void> {
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
