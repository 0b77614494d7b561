import type { Kind, Listing, ListingPage } from '../../../catalog/catalog.port.js';
import { malformed } from '../calls/failure.js';
import type { Answer, InventoryClient } from '../calls/inventory.client.js';
import { released } from '../calls/released.js';
import type { InventoryConfig } from '../config/inventory-config.js';
import type { ItemTranslator } from '../reading/item.translate.js';
import { at } from '../reading/pointer.js';
import type { Addresses } from './addresses.js';
import { Circles } from './circles.js';
import { jsonIn, listIn, totalIn } from './sheet.js';
import { etagIn, hashOf, type Remembered, rememberedIn, validatorOf } from './validator.js';

/** What one inventory and one kind are read with. */
export interface Desk {
  kind: Kind;
  client: InventoryClient;
  config: InventoryConfig;
  addresses: Addresses;
  translator: ItemTranslator;
}

/** A page and what follows it. */
interface Sheet {
  page: ListingPage;
  next: string | null;
  /** The next page is known from before only: the inventory itself was not heard about it. */
  isRecalled: boolean;
}

const ATTEMPTS = 5;

/** One listing, page by page. A page that did not change is not parsed. */
export class PagedListing {
  private readonly circles = new Circles();
  private counted: number | null;

  constructor(
    private readonly desk: Desk,
    private readonly listing: Listing,
  ) {
    this.counted = listing.from === null ? 0 : null;
  }

  async *pages(): AsyncGenerator<ListingPage, void, void> {
    let position: string | null = this.listing.from ?? this.desk.addresses.first;
    let before: Sheet | null = null;
    while (position !== null) {
      this.circles.enter(position);
      let sheet: Sheet | null = await this.sheet(position);
      if (sheet === null && before?.isRecalled === true)
        sheet = await this.sheet(before.page.position, false);
      if (sheet === null) return this.beyond(before);
      yield sheet.page;
      position = sheet.next;
      before = sheet;
    }
  }

  /** `null`: there is no such page. */
  private async sheet(position: string, useKnown = true): Promise<Sheet | null> {
    const { client, addresses, config } = this.desk;
    const { since, signal } = this.listing;
    const validator = useKnown ? await this.listing.validator(position) : null;
    const known = rememberedIn(validator, config.fingerprint);
    // The last page is always asked for in full: a tag need not tell that others follow by now.
    const etag = known === null || known.next === null ? null : known.etag;
    const answer = await client.get({
      ...addresses.request(position, since),
      etag,
      attempts: ATTEMPTS,
      signal,
    });
    if (answer.status === 404 || answer.status === 410) return null;
    const page = { position, calls: answer.calls, tookMs: answer.tookMs };
    if (answer.status !== 304) {
      const sheet = this.read(page, answer, known);
      released(answer.body);
      return sheet;
    }
    if (known === null)
      throw malformed('L’inventaire dit inchangée (304) une page qui était demandée en entier.');
    this.counted = null;
    return {
      page: { ...page, ...UNCHANGED, validator, total: null },
      next: known.next,
      isRecalled: true,
    };
  }

  private read(asked: Asked, { body, headers }: Answer, known: Remembered | null): Sheet {
    const { config, addresses, translator } = this.desk;
    const hash = hashOf(body);
    const etag = etagIn(headers.etag);
    if (known?.hash === hash) {
      const validator = validatorOf({ ...known, etag }, config.fingerprint);
      this.counted = null;
      return {
        page: { ...asked, ...UNCHANGED, validator, total: known.total },
        next: known.next,
        isRecalled: false,
      };
    }
    const json = jsonIn(body, headers['content-type']);
    const lines = listIn(at(config.paging.items, json));
    const total = totalIn(at(config.paging.total, json));
    const read = translator.lines(lines);
    this.circles.take(
      read.items.map(({ remoteId }) => remoteId),
      total,
    );
    if (this.counted !== null) this.counted += lines.length;
    const turn = { position: asked.position, json, lines: lines.length, counted: this.counted, total };
    const next = addresses.next(turn, this.listing.since);
    const validator = validatorOf({ hash, total, next, etag }, config.fingerprint);
    return { page: { ...asked, ...read, unchanged: false, validator, total }, next, isRecalled: false };
  }

  /** Where pages are counted the end may be a page that is not there; elsewhere the listing broke off. */
  private beyond(before: Sheet | null): void {
    const { by } = this.desk.config.paging;
    if (before !== null && (by === 'page' || by === 'offset')) return;
    throw malformed(
      before === null
        ? `L’inventaire ne connaît pas ${this.desk.config.kinds[this.desk.kind].list} (404). Vérifiez INVENTORY_BASE_URL et les chemins.`
        : 'L’inventaire annonce une page qui n’existe pas (404).',
    );
  }
}

type Asked = Pick<ListingPage, 'position' | 'calls' | 'tookMs'>;

const UNCHANGED = { unchanged: true, items: [], unreadable: [] } as const;
