/** What can be struck, and what a call is named in the journal. */
export const WHATS = [
  'ping',
  'info',
  'me',
  'metadata',
  'units',
  'validate',
  'search',
  'read',
  'generate',
  'create',
  'jobs',
  'duplicates',
  'merge',
  'unknown',
] as const;
export type What = (typeof WHATS)[number];

/** What goes wrong with a call. */
export type RegisterTrouble =
  /** The true answer, late. */
  | { kind: 'slow'; ms: number }
  /** 503 of a proxy. */
  | { kind: 'down'; retryAfter?: number }
  /** 502 with a page of HTML. */
  | { kind: 'bad-gateway' }
  /** 200 with a page of HTML. */
  | { kind: 'html' }
  /** 200, and an error in the body. */
  | { kind: 'error-body' }
  /** 200 with half of the true answer. */
  | { kind: 'half' }
  /** 302 to the page where people log in. */
  | { kind: 'login' }
  | { kind: 'unauthorised' }
  | { kind: 'expired' }
  | { kind: 'throttled'; retryAfter: number }
  /** A refusal of this status, in an envelope. */
  | { kind: 'refused'; status: number; message: string; errorCode?: string }
  /** The connection breaks; `cut-after`: when the work is done. */
  | { kind: 'cut' | 'cut-after' }
  /** No answer, ever; the work is not done. */
  | { kind: 'silent' }
  /** « Tracker job added » whatever was asked for. */
  | { kind: 'job' }
  /** The register makes another code than the answers give; or one of another format. */
  | { kind: 'other-code' | 'odd-code' }
  /** Somebody else enters the same code a moment before. */
  | { kind: 'rival'; hidden?: boolean }
  /** The id of the client was used once, and deleted. */
  | { kind: 'deleted' };

/** A trouble and whom it strikes. */
export interface RegisterFault {
  id: number;
  trouble: RegisterTrouble;
  on: What | 'any';
  /** How many calls it lets pass first. */
  skip: number;
  /** How many more calls it strikes; `null`: until it is cleared. */
  left: number | null;
}

const MOST = 1_000;

/** The troubles that wait for a call of the service. */
export class Troubles {
  private faults: readonly RegisterFault[] = [];
  private next = 1;

  add(fault: Omit<RegisterFault, 'id'>): RegisterFault {
    const added = { ...fault, id: this.next };
    this.next += 1;
    this.faults = [...this.faults.slice(1 - MOST), added];
    return added;
  }

  list(): readonly RegisterFault[] {
    return this.faults;
  }

  clear(id?: number): number {
    const before = this.faults.length;
    this.faults = id === undefined ? [] : this.faults.filter((fault) => fault.id !== id);
    return before - this.faults.length;
  }

  /** The trouble of this call, the oldest fault first; a counted fault is used up by it. */
  strike(what: What): RegisterTrouble | undefined {
    for (const fault of this.faults.filter(({ on }) => on === 'any' || on === what)) {
      this.count(fault);
      if (fault.skip === 0) return fault.trouble;
    }
    return undefined;
  }

  private count(fault: RegisterFault): void {
    const { skip, left } = fault;
    if (skip === 0 && left === null) return;
    const used = skip > 0 ? { ...fault, skip: skip - 1 } : { ...fault, left: (left ?? 1) - 1 };
    this.faults = this.faults.map((each) => (each === fault ? used : each)).filter((each) => each.left !== 0);
  }
}
