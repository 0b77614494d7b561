import type { Verdict } from '../mirror/diff.js';

/** Something about one template that a person should know. */
export interface Remark {
  name: string;
  language: string;
  /** In French. */
  reason: string;
}

/** More would not be read by anybody, and a broken listing can have as many as it has templates. */
const MOST_REMARKS = 1_000;

/** What a run has done so far. */
export class Tally {
  /** Templates in the local copy when it began. */
  known = 0;
  /** Different templates listed, malformed ones included. */
  total = 0;
  added = 0;
  updated = 0;
  unchanged = 0;
  failed = 0;
  disabled = 0;
  linked = 0;
  apiCalls = 0;
  pages = 0;
  usage: number | null = null;
  /** The latest change that the source told of. */
  sourceClock: Date | null = null;
  readonly failures: Remark[] = [];
  readonly notes: Remark[] = [];

  fail(remark: Remark): void {
    this.total += 1;
    this.failed += 1;
    if (this.failures.length < MOST_REMARKS) this.failures.push(remark);
  }

  note(remark: Remark): void {
    if (this.notes.length < MOST_REMARKS) this.notes.push(remark);
  }

  /** Counts what was found of a template, or takes it back (`by` −1) when the listing says something else later. */
  count(verdict: Verdict, by: 1 | -1 = 1): void {
    this.total += by;
    if (verdict === 'insert') this.added += by;
    else if (verdict === 'unchanged') this.unchanged += by;
    else this.updated += by;
  }
}
