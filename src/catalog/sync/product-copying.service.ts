import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ahead } from '../../kernel/ahead.js';
import { Database } from '../../platform/database/database.js';
import { courteously } from '../../platform/jobs/courtesy.js';
import { thriftily } from '../../platform/jobs/thrift.js';
import { CatalogChanges } from '../catalog.job.js';
import { SyncTakenOver } from '../catalog.errors.js';
import { Clocks } from './clocks.service.js';
import { Faults } from './faults.service.js';
import { isNews } from './news.js';
import { meanwhile } from './meanwhile.js';
import type { Order } from './order.js';
import { type Mark, PageRepository } from './page.repository.js';
import { ProductListing, type Sheet } from './product-listing.service.js';
import { ProductWriting } from './product-writing.service.js';
import { RemoteRepository } from './remote.repository.js';
import { type RunChange, RunRepository } from './run.repository.js';
import { Seen } from './seen.js';
import { timed } from './timed.js';
import { type Arrival, none, addTo, type Written } from './written.js';

const KIND = 'products';
const MOST_WAITED_MS = 30_000;
const LOOK_MS = 200;
/** So many may wait for the SKU of another at once. */
const MOST_LATE = 500;
/** Pages that come quickly are written together: so many that did not change, so many products of others, and no later than this. */
const MOST_MARKS = 20;
const MOST_PRODUCTS = 1_000;
const LONGEST_MS = 1_000;
/** The products are counted when so many came, and again whenever twice as many have. */
const MANY_ADDED = 1_000;

/** What surrounds the pages of one listing. */
interface Reading extends Order {
  seen: Seen;
  /** Not written down yet: of pages that did not change, and of others. */
  marks: Mark[];
  sheets: Sheet[];
  position: string | null;
  writtenAt: number;
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

/** Copies the products of a listing, a few pages at a time; these are one transaction with the place where the next run would go on. */
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
    return thriftily((look) =>
      courteously((rest) =>
        this.listed(order, () => {
          look();
          return rest();
        }),
      ),
    );
  }

  private async listed(order: Order, stepped: () => Promise<void>): Promise<Seen> {
    const over = new AbortController();
    const signal = AbortSignal.any([order.signal, over.signal]);
    const seen = await this.seenBefore(order);
    const counts = { added: 0, enough: MANY_ADDED };
    const nothing = { marks: [], sheets: [], position: null, writtenAt: performance.now() };
    const reading: Reading = { ...order, ...counts, ...nothing, signal, seen };
    try {
      const sheets = timed(ahead(this.listing.sheets(reading, seen)), order.tally);
      for await (const sheet of meanwhile(sheets, () => this.write(reading))) {
        order.signal.throwIfAborted();
        await this.take(reading, sheet);
        order.progress();
        await stepped();
      }
      await this.write(reading);
    } catch (error) {
      // Else the run that goes on would count these pages twice.
      await this.write(reading).catch(() => undefined);
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
    const { tally, marks, sheets } = reading;
    const { page, count } = sheet;
    tally.pages += 1;
    tally.apiCalls += page.calls + sheet.calls;
    if (page.total !== null) tally.expected.add(page.total);
    tally.total += count + page.unreadable.length;
    tally.nameless += page.unreadable.length;
    if (page.unchanged) {
      tally.unchanged += count;
      marks.push({ position: page.position, validator: page.validator });
    } else sheets.push(sheet);
    reading.position = page.position;
    const products = sheets.reduce((sum, { fresh }) => sum + fresh.length, 0);
    const isLate = performance.now() - reading.writtenAt > LONGEST_MS;
    if (isLate || marks.length >= MOST_MARKS || products >= MOST_PRODUCTS) await this.write(reading);
  }

  /** Writes down what was taken: all of it or nothing. */
  private async write(reading: Reading): Promise<void> {
    const { tally, run, position, marks, sheets } = reading;
    if (position === null) return;
    const work = this.books.database.retrying(async () => {
      await this.books.pages.mark(KIND, run.rootId, marks);
      const written = none();
      for (const [at, sheet] of sheets.entries()) {
        // On SQLite nothing of this waits for anything: whoever else is there would wait for all of it.
        if (at > 0) await breath();
        addTo(written, await this.page(reading, sheet, reading.late.length + written.late.length));
      }
      await this.tell(reading, { ...tally.figuresWith(written), position });
      if (written.added + written.updated > 0) this.changes.tell();
      return written;
    });
    const done = await tally.writing(work);
    Object.assign(reading, { marks: [], sheets: [], position: null, writtenAt: performance.now() });
    tally.add(done);
    reading.late.push(...done.late);
    await this.count(reading, done.added);
  }

  private async page({ run, source, since, force }: Reading, sheet: Sheet, late: number): Promise<Written> {
    const { pages, products, faults } = this.books;
    const { page, fresh } = sheet;
    const ids = fresh.map(({ remoteId }) => remoteId);
    const known = new Map(
      (await products.known(source.name, ids)).map((each) => [each.sourceId ?? '', each]),
    );
    const arrivals = fresh.flatMap(({ input, ...item }): Arrival[] =>
      input !== null && (force || isNews(item, known.get(item.remoteId))) ? [{ ...item, input }] : [],
    );
    arrivals.push(...sheet.arrivals);
    const found = [...page.unreadable.map((each) => ({ ...each, name: null })), ...sheet.faults];
    const written = await this.writing.write(arrivals, known, source.name, late < MOST_LATE);
    written.unchanged += fresh.length - arrivals.length - sheet.faults.length;
    written.failed += found.length;
    await faults.keep(run.id, [...found, ...written.faults]);
    // A page with something wrong on it is read again next time, whatever it says of itself.
    const isWhole = found.length + written.faults.length + written.late.length === 0;
    const validator = isWhole ? page.validator : null;
    const { remoteIds, isKnown } = sheet;
    const row = { kind: KIND, position: page.position, rootId: run.rootId, validator, remoteIds } as const;
    if (since === null) await pages.keep(row, isKnown);
    return written;
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
