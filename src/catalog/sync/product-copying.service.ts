import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ahead } from '../../kernel/ahead.js';
import { Database } from '../../platform/database/database.js';
import { thriftily } from '../../platform/jobs/thrift.js';
import { CatalogChanges } from '../catalog.job.js';
import { SyncTakenOver } from '../catalog.errors.js';
import { Clocks } from './clocks.service.js';
import { Faults } from './faults.service.js';
import { isNews } from './news.js';
import type { Order } from './order.js';
import { type Mark, PageRepository } from './page.repository.js';
import { ProductListing, type Sheet } from './product-listing.service.js';
import { ProductWriting } from './product-writing.service.js';
import { type KnownProduct, RemoteRepository } from './remote.repository.js';
import { type RunChange, RunRepository } from './run.repository.js';
import { Seen } from './seen.js';
import { timed } from './timed.js';
import type { Arrival, Fault } from './written.js';

const KIND = 'products';
const MOST_WAITED_MS = 30_000;
const LOOK_MS = 200;
/** So many may wait for the SKU of another at once. */
const MOST_LATE = 500;
/** Pages that did not change are written down together: so many at most, and no later than this. */
const MOST_MARKS = 20;
const MARKS_MS = 1_000;
/** The products are counted when so many came, and again whenever twice as many have. */
const MANY_ADDED = 1_000;

/** What surrounds the pages of one listing. */
interface Reading extends Order {
  seen: Seen;
  /** Of pages that did not change, not written down yet. */
  marks: Mark[];
  markedAt: number;
  /** Since the products were counted, and with how many they will be again. */
  added: number;
  enough: number;
}

/** Where pages, products and runs are written. */
@Injectable()
export class Books {
  constructor(
    readonly pages: PageRepository,
    readonly products: RemoteRepository,
    readonly runs: RunRepository,
    readonly faults: Faults,
    readonly database: Database,
  ) {}
}

/** Copies the products of a listing, page by page; each page is one transaction with the place where the next run would go on. */
@Injectable()
export class ProductCopying {
  constructor(
    private readonly books: Books,
    private readonly listing: ProductListing,
    private readonly writing: ProductWriting,
    private readonly changes: CatalogChanges,
    private readonly clocks: Clocks,
  ) {}

  /** What was seen, once the last page has arrived whole. */
  async copy(order: Order): Promise<Seen> {
    await this.shelved(order.signal);
    return thriftily((look) => this.listed(order, look));
  }

  private async listed(order: Order, look: () => void): Promise<Seen> {
    const over = new AbortController();
    const signal = AbortSignal.any([order.signal, over.signal]);
    const seen = await this.seenBefore(order);
    const counts = { added: 0, enough: MANY_ADDED };
    const reading: Reading = { ...order, ...counts, signal, seen, marks: [], markedAt: performance.now() };
    try {
      for await (const sheet of timed(ahead(this.listing.sheets(reading, seen)), order.tally)) {
        order.signal.throwIfAborted();
        await this.take(reading, sheet);
        order.progress();
        look();
      }
      await this.mark(reading);
    } catch (error) {
      // Else the run that goes on would count these pages twice.
      await this.mark(reading).catch(() => undefined);
      throw error;
    } finally {
      over.abort();
    }
    return seen;
  }

  /** Where nothing was copied before, the shelves come first: a product whose category nobody knows lies beside them until the next copy. */
  private async shelved(signal: AbortSignal): Promise<void> {
    const until = performance.now() + MOST_WAITED_MS;
    while (performance.now() < until && (await this.clocks.isFirst('categories')))
      await pause(LOOK_MS, undefined, { signal });
  }

  /** What the interrupted listing that this one continues had seen. */
  private async seenBefore({ from, run }: Order): Promise<Seen> {
    const seen = new Seen();
    if (from !== null)
      for await (const ids of this.books.pages.idsOf(KIND, run.rootId)) for (const id of ids) seen.add(id);
    return seen;
  }

  private async take(reading: Reading, sheet: Sheet): Promise<void> {
    const { tally, source, force } = reading;
    const { page, fresh } = sheet;
    tally.pages += 1;
    tally.apiCalls += page.calls + sheet.calls;
    if (page.total !== null) tally.expected.add(page.total);
    tally.total += sheet.count + page.unreadable.length;
    tally.nameless += page.unreadable.length;
    if (page.unchanged) return this.same(reading, sheet);
    const ids = fresh.map(({ remoteId }) => remoteId);
    const found = await tally.writing(this.books.products.known(source.name, ids));
    const known = new Map(found.map((each) => [each.sourceId ?? '', each]));
    const arrivals = fresh.flatMap(({ input, ...item }): Arrival[] =>
      input !== null && (force || isNews(item, known.get(item.remoteId))) ? [{ ...item, input }] : [],
    );
    arrivals.push(...sheet.arrivals);
    const faults = [...page.unreadable.map((each) => ({ ...each, name: null })), ...sheet.faults];
    tally.unchanged += fresh.length - arrivals.length - sheet.faults.length;
    tally.failed += faults.length;
    await tally.writing(this.write(reading, { sheet, arrivals, known, faults }));
  }

  private async same(reading: Reading, { page: { position, validator }, count }: Sheet): Promise<void> {
    const { tally, marks } = reading;
    tally.unchanged += count;
    marks.push({ position, validator });
    const isDue = marks.length >= MOST_MARKS || performance.now() - reading.markedAt > MARKS_MS;
    if (isDue) await tally.writing(this.mark(reading));
  }

  /** Writes down the pages that did not change. */
  private async mark(reading: Reading): Promise<void> {
    const position = reading.marks.at(-1)?.position;
    if (position === undefined) return;
    await this.books.database.retrying(async () => {
      await this.books.pages.mark(KIND, reading.run.rootId, reading.marks);
      await this.tell(reading, { ...reading.tally.figures, position });
    });
    this.marked(reading);
  }

  private marked(reading: Reading): void {
    reading.marks = [];
    reading.markedAt = performance.now();
  }

  private async write(reading: Reading, { sheet, arrivals, known, faults }: Page): Promise<void> {
    const { run, source, since, tally, late } = reading;
    const { pages, database } = this.books;
    const done = await database.retrying(async () => {
      await pages.mark(KIND, run.rootId, reading.marks);
      const written = await this.writing.write(arrivals, known, source.name, late.length < MOST_LATE);
      await this.books.faults.keep(run.id, [...faults, ...written.faults]);
      const { position } = sheet.page;
      // A page with something wrong on it is read again next time, whatever it says of itself.
      const isWhole = faults.length + written.faults.length + written.late.length === 0;
      const validator = isWhole ? sheet.page.validator : null;
      const { remoteIds, isKnown } = sheet;
      if (since === null)
        await pages.keep({ kind: KIND, position, rootId: run.rootId, validator, remoteIds }, isKnown);
      await this.tell(reading, { ...tally.figuresWith(written), position });
      if (written.added + written.updated > 0) this.changes.tell();
      return written;
    });
    this.marked(reading);
    tally.add(done);
    late.push(...done.late);
    await this.count(reading, done.added);
  }

  /** Else each page of a first copy looks through all that came before it: PostgreSQL takes the table for an empty one. */
  private async count(reading: Reading, added: number): Promise<void> {
    reading.added += added;
    if (reading.added < reading.enough) return;
    reading.added = 0;
    reading.enough *= 2;
    await this.books.products.count();
  }

  /** Whoever was taken over writes nothing more. */
  private async tell({ run }: Reading, change: RunChange): Promise<void> {
    if (!(await this.books.runs.tell(run, change))) throw new SyncTakenOver();
  }
}

interface Page {
  sheet: Sheet;
  arrivals: readonly Arrival[];
  known: ReadonlyMap<string, KnownProduct>;
  faults: readonly Fault[];
}
