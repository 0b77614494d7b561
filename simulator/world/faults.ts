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
  | { kind: 'held' }
  /** A listing that lies. */
  | { kind: 'listing'; how: ListingTrouble };

/**
 * How a page of templates is wrong: `ends-early` says that it is the last; `same-cursor` leads back to itself;
 * `no-paging` says nothing of other pages; `halved` lacks every second template; `doubled` has each twice; the others
 * spoil one template of the page.
 */
export const LISTING_TROUBLES = [
  'ends-early',
  'same-cursor',
  'no-paging',
  'halved',
  'doubled',
  'no-language',
  'no-name',
  'components-as-string',
  'not-an-object',
] as const;
export type ListingTrouble = (typeof LISTING_TROUBLES)[number];

/** What can be struck: `listing` is the list of templates, `templates` one of them. */
export const SURFACES = [
  'messages',
  'media',
  'listing',
  'templates',
  'tokens',
  'account',
  'uploads',
] as const;
export type Surface = (typeof SURFACES)[number];

/** A trouble and whom it strikes. */
export interface Fault {
  id: number;
  trouble: Trouble;
  on: Surface | 'any';
  /** Digits of the recipient; absent: everybody. */
  to?: string;
  /** How many calls it lets pass first. */
  skip?: number;
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
  strike(on: Surface, to?: string): Trouble | undefined {
    for (const fault of this.faults) {
      if (!fits(fault, on, to)) continue;
      this.count(fault);
      if (!fault.skip) return fault.trouble;
    }
    return undefined;
  }

  private count(fault: Fault): void {
    const { skip = 0, left } = fault;
    if (skip === 0 && left === null) return;
    const used = skip > 0 ? { ...fault, skip: skip - 1 } : { ...fault, left: (left ?? 1) - 1 };
    this.faults = this.faults.flatMap((each) => (each !== fault ? [each] : used.left === 0 ? [] : [used]));
    this.changed();
  }
}

function fits(fault: Fault, on: Surface, to?: string): boolean {
  return (fault.on === 'any' || fault.on === on) && (fault.to === undefined || fault.to === to);
}
