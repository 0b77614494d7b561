import { Injectable } from '@nestjs/common';
import { ahead } from '../../kernel/ahead.js';
import { InventoryFailure, type Listed, type ListingPage } from '../catalog.port.js';
import { isNews } from './news.js';
import type { Order } from './order.js';
import type { PageRow } from './page.entity.js';
import { PageRepository } from './page.repository.js';
import { RemoteRepository } from './remote.repository.js';
import type { Seen } from './seen.js';
import type { Arrival, Fault } from './written.js';

const KIND = 'products';
/** So many of one page, and no other there, are not gone but looked for in the wrong place. */
const TOO_MANY_GONE = 10;
const NO_DETAILS =
  'L’inventaire ne connaît le détail d’aucun produit de toute une page (404). Vérifiez products.detail dans INVENTORY_CONFIG_FILE, et sa barre finale.';

/** A page with all that has to be asked for it: it can be written at once. */
export interface Sheet {
  page: ListingPage;
  /** What was on no page before; where the page did not change, only their number is known. */
  fresh: readonly Listed[];
  count: number;
  /** JSON list. */
  remoteIds: string;
  /** Whether a page of this name was seen before. */
  isKnown: boolean;
  /** What the listing did not hold in full and was asked for. */
  arrivals: readonly Arrival[];
  faults: readonly Fault[];
  /** Calls for these. */
  calls: number;
}

/** The pages of a listing of products. Nothing is written here, so that the next page can be read while one is written. */
@Injectable()
export class ProductListing {
  constructor(
    private readonly pages: PageRepository,
    private readonly products: RemoteRepository,
  ) {}

  /** Notes what was on the pages in `seen`. */
  async *sheets(order: Order, seen: Seen): AsyncGenerator<Sheet, void, void> {
    for await (const { sheet } of ahead(this.begun(order, seen))) yield await sheet;
  }

  /** What a page needs is asked for while the last of what the page before needs is still under way. */
  private async *begun(order: Order, seen: Seen): AsyncGenerator<{ sheet: Promise<Sheet> }, void, void> {
    const { source, from, since, force, signal } = order;
    const remembered = new Map<string, PageRow>();
    const validator = async (position: string): Promise<string | null> => {
      if (force || since !== null) return null;
      const row = await this.pages.find(KIND, position);
      if (row !== null) remembered.set(position, row);
      return row?.validator ?? null;
    };
    for await (const page of source.list(KIND, { from, since, validator, signal })) {
      const known = remembered.get(page.position);
      remembered.delete(page.position);
      const sheet = this.sheet(order, page, { seen, known });
      // A failure is heard where it is its turn.
      sheet.catch(() => undefined);
      yield { sheet };
    }
  }

  private async sheet(
    order: Order,
    page: ListingPage,
    { seen, known }: { seen: Seen; known: PageRow | undefined },
  ): Promise<Sheet> {
    if (page.unchanged) return same(page, known, seen);
    return this.changed(order, page, { seen, isKnown: known !== undefined });
  }

  private async changed(
    order: Order,
    page: ListingPage,
    { seen, isKnown }: { seen: Seen; isKnown: boolean },
  ): Promise<Sheet> {
    const fresh = page.items.filter(({ remoteId }) => seen.add(remoteId));
    const remoteIds = JSON.stringify(page.items.map(({ remoteId }) => remoteId));
    const asked = await this.inFull(
      order,
      fresh.filter(({ input }) => input === null),
    );
    return { page, fresh, count: fresh.length, remoteIds, isKnown, ...asked };
  }

  /** What the listing does not hold is asked for where it is news, several at once. */
  private async inFull(
    { source, force, signal }: Order,
    brief: readonly Listed[],
  ): Promise<Pick<Sheet, 'arrivals' | 'faults' | 'calls'>> {
    const ids = brief.map(({ remoteId }) => remoteId);
    const found = await this.products.known(source.name, ids);
    const known = new Map(found.map((each) => [each.sourceId ?? '', each]));
    const missing = brief.filter((item) => force || isNews(item, known.get(item.remoteId)));
    // The version of the listing: what changed between the two is asked for again next time.
    const versions = new Map(missing.map(({ remoteId, version }) => [remoteId, version]));
    const arrivals: Arrival[] = [];
    const faults: Fault[] = [];
    if (missing.length === 0) return { arrivals, faults, calls: 0 };
    let gone = 0;
    for await (const { remoteId, input, reason } of source.details(KIND, [...versions.keys()], signal)) {
      if (input !== null) arrivals.push({ remoteId, version: versions.get(remoteId) ?? null, input });
      else faults.push({ remoteId, name: null, reason: reason ?? 'a disparu pendant la lecture' });
      if (input === null && reason === undefined) gone += 1;
    }
    if (gone >= TOO_MANY_GONE && arrivals.length === 0) throw new InventoryFailure('malformed', NO_DETAILS);
    return { arrivals, faults, calls: arrivals.length + faults.length };
  }
}

/** A page of which the inventory says that nothing changed on it. */
function same(page: ListingPage, known: PageRow | undefined, seen: Seen): Sheet {
  if (known === undefined)
    throw new InventoryFailure('malformed', 'L’inventaire dit inchangée une page qui n’a jamais été lue.');
  const { remoteIds } = known;
  const validator = page.validator ?? known.validator;
  const count = (JSON.parse(remoteIds) as string[]).filter((id) => seen.add(id)).length;
  return { ...NOTHING_ASKED, page: { ...page, validator }, fresh: [], count, remoteIds, isKnown: true };
}

const NOTHING_ASKED = { arrivals: [], faults: [], calls: 0 } as const;
