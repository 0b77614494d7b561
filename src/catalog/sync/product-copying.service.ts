import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ahead } from '../../kernel/ahead.js';
import { Database } from '../../platform/database/database.js';
import { InventoryFailure, type Listed, type ListingPage } from '../catalog.port.js';
import { CatalogChanges } from '../catalog.job.js';
import { Clocks } from './clocks.service.js';
import { Faults } from './faults.service.js';
import type { Order } from './order.js';
import { PageRepository } from './page.repository.js';
import { type Arrival, type Fault, ProductWriting } from './product-writing.service.js';
import { type KnownProduct, GONE, RemoteRepository } from './remote.repository.js';
import { RunRepository } from './run.repository.js';
import { Seen } from './seen.js';
import { timed } from './timed.js';

const KIND = 'products';
const MOST_WAITED_MS = 30_000;
const LOOK_MS = 200;

/** What surrounds the pages of one listing. */
interface Reading extends Order {
  seen: Seen;
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
    private readonly writing: ProductWriting,
    private readonly changes: CatalogChanges,
    private readonly clocks: Clocks,
  ) {}

  /** What was seen, once the last page has arrived whole. */
  async copy(order: Order): Promise<Seen> {
    const { run, source, from, since, force, signal, tally } = order;
    const { pages } = this.books;
    await this.shelved(signal);
    const seen = new Seen();
    if (from !== null)
      for await (const ids of pages.idsOf(KIND, run.rootId)) for (const id of ids) seen.add(id);
    const validator = (position: string): Promise<string | null> =>
      force || since !== null ? Promise.resolve(null) : pages.validator(KIND, position);
    const listing = source.list(KIND, { from, since, validator, signal });
    for await (const page of timed(ahead(listing), tally)) {
      signal.throwIfAborted();
      await this.page({ ...order, seen }, page);
      order.progress();
    }
    return seen;
  }

  /** Where nothing was copied before, the shelves come first: a product whose category nobody knows lies beside them until the next copy. */
  private async shelved(signal: AbortSignal): Promise<void> {
    const until = performance.now() + MOST_WAITED_MS;
    while (performance.now() < until && (await this.clocks.isFirst('categories')))
      await pause(LOOK_MS, undefined, { signal });
  }

  private async page(reading: Reading, page: ListingPage): Promise<void> {
    const { tally } = reading;
    tally.pages += 1;
    tally.apiCalls += page.calls;
    if (page.total !== null) tally.expected.add(page.total);
    if (page.unchanged) return this.same(reading, page);
    const fresh = page.items.filter(({ remoteId }) => reading.seen.add(remoteId));
    tally.total += fresh.length + page.unreadable.length;
    tally.nameless += page.unreadable.length;
    const { products } = this.books;
    const known = await tally.writing(
      products.known(
        reading.source.name,
        fresh.map(({ remoteId }) => remoteId),
      ),
    );
    const byId = new Map(known.map((each) => [each.sourceId ?? '', each]));
    const wanted = fresh.filter((item) => reading.force || isNews(item, byId.get(item.remoteId)));
    const { arrivals, faults } = await this.inFull(reading, wanted);
    const all = [...page.unreadable.map((each) => ({ ...each, name: null })), ...faults];
    tally.unchanged += fresh.length - wanted.length;
    tally.failed += all.length;
    await tally.writing(this.write(reading, { page, arrivals, known: byId, faults: all }));
  }

  /** A page of which the inventory says that nothing changed on it. */
  private async same({ run, seen, tally }: Reading, { position, validator }: ListingPage): Promise<void> {
    const { pages, runs, database } = this.books;
    const page = await tally.writing(pages.find(KIND, position));
    if (page === null)
      throw new InventoryFailure('malformed', 'L’inventaire dit inchangée une page qui n’a jamais été lue.');
    const ids = JSON.parse(page.remoteIds) as string[];
    const fresh = ids.filter((id) => seen.add(id)).length;
    tally.total += fresh;
    tally.unchanged += fresh;
    const work = async (): Promise<void> => {
      await pages.keep({ ...page, rootId: run.rootId, validator: validator ?? page.validator });
      await runs.tell(run, { ...tally.figures, position });
    };
    await tally.writing(database.retrying(work));
  }

  /** What the listing does not hold is asked for, several at once. */
  private async inFull(
    { source, signal, tally }: Reading,
    wanted: readonly Listed[],
  ): Promise<{ arrivals: Arrival[]; faults: Fault[] }> {
    const arrivals: Arrival[] = [];
    const faults: Fault[] = [];
    const missing: string[] = [];
    const versions = new Map(wanted.map(({ remoteId, version }) => [remoteId, version]));
    for (const { remoteId, version, input } of wanted)
      if (input === null) missing.push(remoteId);
      else arrivals.push({ remoteId, version, input });
    if (missing.length === 0) return { arrivals, faults };
    for await (const { remoteId, input, reason } of timed(source.details(KIND, missing, signal), tally)) {
      tally.apiCalls += 1;
      // The version of the listing: what changed between the two is asked for again next time.
      const version = versions.get(remoteId) ?? null;
      if (input !== null) arrivals.push({ remoteId, version, input });
      else faults.push({ remoteId, name: null, reason: reason ?? 'a disparu pendant la lecture' });
    }
    return { arrivals, faults };
  }

  private async write(
    { run, source, since, tally }: Reading,
    { page, arrivals, known, faults }: Page,
  ): Promise<void> {
    const { pages, runs, database } = this.books;
    const done = await database.retrying(async () => {
      const written = await this.writing.write(arrivals, known, source.name);
      await this.books.faults.keep(run.id, [...faults, ...written.faults]);
      const remoteIds = JSON.stringify(page.items.map(({ remoteId }) => remoteId));
      const { position } = page;
      // A page with something wrong on it is read again next time, whatever it says of itself.
      const isWhole = faults.length + written.faults.length === 0;
      const validator = isWhole ? page.validator : null;
      if (since === null)
        await pages.keep({ kind: KIND, position, rootId: run.rootId, validator, remoteIds });
      await runs.tell(run, { ...tally.figuresWith(written), position });
      if (written.added + written.updated > 0) this.changes.tell();
      return written;
    });
    tally.add(done);
  }
}

interface Page {
  page: ListingPage;
  arrivals: readonly Arrival[];
  known: ReadonlyMap<string, KnownProduct>;
  faults: readonly Fault[];
}

/** Whether something has to be looked at more closely: it is new, has come back, or the inventory does not say that it is the same. */
function isNews({ version }: Listed, known: KnownProduct | undefined): boolean {
  return known === undefined || known.hash === GONE || version === null || known.sourceVersion !== version;
}
