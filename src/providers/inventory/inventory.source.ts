import {
  type Detailed,
  InventoryFailure,
  type InventoryKeys,
  InventorySource,
  type Kind,
  type Listing,
  type ListingPage,
} from '../../catalog/catalog.port.js';
import type { Clock } from '../../kernel/clock.js';
import type { Secret } from '../../kernel/secret.js';
import { InventoryClient, type Pause, type Place } from './calls/inventory.client.js';
import type { InventoryConfig } from './config/inventory-config.js';
import { Addresses } from './listing/addresses.js';
import { detailsOf } from './listing/details.js';
import { type Desk, PagedListing } from './listing/listing.js';
import { knowsSince } from './listing/probe.js';
import { jsonIn, listIn } from './listing/sheet.js';
import { Slots } from './listing/slots.js';
import { at } from './reading/pointer.js';
import { ItemTranslator } from './reading/item.translate.js';

/** What an inventory is spoken with. */
export interface Surroundings {
  keys: InventoryKeys;
  clock: Clock;
  wait?: Pause;
}

/** A B2B inventory behind a REST API. */
export class RestInventorySource extends InventorySource {
  readonly name = 'inventory';
  readonly isReady = true;
  readonly can: { since: boolean };
  readonly #client: InventoryClient;
  readonly #slots: Slots;
  /** Whether it knows « since » is asked once. */
  #isProbed: boolean;

  constructor(
    private readonly place: Place,
    private readonly config: InventoryConfig,
    { keys, clock, wait }: Surroundings,
  ) {
    super();
    const { mode } = config.since;
    this.can = { since: mode === 'always' };
    this.#isProbed = mode !== 'auto';
    this.#slots = new Slots(place.concurrency);
    this.#client = new InventoryClient(place, config, keys, clock, wait);
  }

  async *list(kind: Kind, listing: Listing): AsyncGenerator<ListingPage, void, void> {
    const desk = this.desk(kind);
    let listed = 0;
    for await (const page of new PagedListing(desk, listing).pages()) {
      listed = Math.max(listed, page.total ?? 0, page.items.length);
      yield page;
    }
    if (kind === 'products' && listing.since === null) await this.probe(desk, listed, listing.signal);
  }

  details(kind: Kind, remoteIds: readonly string[], signal: AbortSignal): AsyncIterable<Detailed> {
    const bounds = { slots: this.#slots, most: this.place.concurrency };
    return detailsOf(this.desk(kind), remoteIds, bounds, signal);
  }

  async test(secret?: Secret): Promise<{ ok: boolean; words: string; advice?: string }> {
    const { addresses, config } = this.desk('products');
    const asked = addresses.small();
    try {
      const { status, body, headers } = await this.#client.get({ ...asked, attempts: 1, secret });
      if (status !== 200) return { ok: false, words: NOT_THERE, advice: CHECK_ADDRESS };
      listIn(at(config.paging.items, jsonIn(body, headers['content-type'])));
      return { ok: true, words: 'L’inventaire répond et la clé est acceptée.', ...this.advice };
    } catch (error) {
      if (error instanceof InventoryFailure) return { ok: false, words: error.publicText };
      return { ok: false, words: 'L’inventaire n’a pas pu être interrogé.', advice: CHECK_ADDRESS };
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  private get advice(): { advice?: string } {
    const { warnings } = this.config;
    return warnings.length === 0 ? {} : { advice: warnings.join(' ') };
  }

  /** A probe that fails costs the listing nothing; the next one tries again. */
  private async probe(desk: Desk, expected: number, signal: AbortSignal): Promise<void> {
    if (this.#isProbed || expected === 0) return;
    try {
      this.can.since = await knowsSince(desk, expected, signal);
      this.#isProbed = true;
    } catch (error) {
      if (!(error instanceof InventoryFailure)) throw error;
      this.#isProbed = error.cause === 'malformed';
    }
  }

  private desk(kind: Kind): Desk {
    const { baseUrl } = this.place;
    return {
      kind,
      client: this.#client,
      config: this.config,
      addresses: new Addresses(baseUrl, this.config, this.config.kinds[kind]),
      translator: new ItemTranslator(kind, this.config, baseUrl),
    };
  }
}

const NOT_THERE = 'L’inventaire ne connaît pas l’adresse de la liste des produits (404).';
const CHECK_ADDRESS = 'Vérifiez INVENTORY_BASE_URL et INVENTORY_CONFIG_FILE.';
