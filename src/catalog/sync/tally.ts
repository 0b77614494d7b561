import type { Written } from './written.js';
import type { RunChange } from './run.repository.js';

/** What a run has done so far. */
export class Tally {
  pages = 0;
  total = 0;
  added = 0;
  updated = 0;
  unchanged = 0;
  failed = 0;
  disabled = 0;
  apiCalls = 0;
  apiMs = 0;
  databaseMs = 0;
  /** How many there are, as the inventory said at each page: more than one number means that it changed meanwhile. */
  readonly expected = new Set<number>();
  /** Lines without a usable id: anything may be behind them. */
  nameless = 0;
  private readonly began = performance.now();

  /** Of the run that this one continues. */
  goOn({ pages, total, added, updated, unchanged, failed, expected }: Counted): void {
    Object.assign(this, { pages, total, added, updated, unchanged, failed });
    if (expected !== null) this.expected.add(expected);
  }

  add({ added, updated, unchanged, failed }: Outcome): void {
    this.added += added;
    this.updated += updated;
    this.unchanged += unchanged;
    this.failed += failed;
  }

  /** Waits for the inventory, and counts how long. */
  async asking<T>(answer: Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await answer;
    } finally {
      this.apiMs += performance.now() - from;
    }
  }

  /** Waits for the database, and counts how long. */
  async writing<T>(work: Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work;
    } finally {
      this.databaseMs += performance.now() - from;
    }
  }

  /** As the record of the run tells it once this is written too. */
  figuresWith({ added, updated, unchanged, failed }: Outcome): RunChange {
    return {
      ...this.figures,
      added: this.added + added,
      updated: this.updated + updated,
      unchanged: this.unchanged + unchanged,
      failed: this.failed + failed,
    };
  }

  /** As the record of the run tells it. */
  get figures(): RunChange {
    const { pages, total, added, updated, unchanged, failed, disabled, apiCalls } = this;
    return {
      pages,
      total,
      added,
      updated,
      unchanged,
      failed,
      disabled,
      apiCalls,
      // The most that was ever said: a listing that goes on later sees by it that the number changed.
      expected: this.expected.size === 0 ? null : Math.max(...this.expected),
      apiMs: Math.round(this.apiMs),
      databaseMs: Math.round(this.databaseMs),
      durationMs: Math.round(performance.now() - this.began),
    };
  }
}

type Outcome = Pick<Written, 'added' | 'updated' | 'unchanged' | 'failed'>;

type Counted = Pick<Tally, 'pages' | 'total' | 'added' | 'updated' | 'unchanged' | 'failed'> & {
  expected: number | null;
};
