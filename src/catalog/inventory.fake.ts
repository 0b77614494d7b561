import {
  type Detailed,
  InventoryFailure,
  type Kind,
  type Listing,
  type ListingPage,
  type RemoteInput,
} from './catalog.port.js';
import { InventorySource } from './catalog.port.js';

/** What a thing of the inventory is, under our names, and its version. */
export interface Item {
  version?: string | null;
  input: RemoteInput;
  /** The listing does not hold it in full. */
  brief?: boolean;
}

/** An inventory in memory, for the tests of this room. */
export class FakeInventory extends InventorySource {
  readonly name = 'inventory';
  isReady = true;
  can = { since: false };
  products = new Map<string, Item>();
  categories = new Map<string, Item>();
  pageSize = 2;
  /** Thrown instead of this page; a function may count. */
  failAt: ((position: number) => Error | null) | null = null;
  /** Called before each page is given. */
  onPage: ((position: number) => void | Promise<void>) | null = null;
  /** Says « unchanged » where the validator is the page's. */
  knowsValidators = false;
  total: ((real: number) => number | null) | null = null;
  readonly calls: string[] = [];

  async *list(kind: Kind, { from, since, signal, ...listing }: Listing): AsyncGenerator<ListingPage> {
    const items = [...this[kind]].filter(
      ([, { version }]) => since === null || (version ?? '') > since.toISOString(),
    );
    const pages = Math.max(1, Math.ceil(items.length / this.pageSize));
    for (let page = from === null ? 1 : Number(from); page <= pages; page += 1) {
      signal.throwIfAborted();
      await this.onPage?.(page);
      this.calls.push(`${kind} page ${page}${since === null ? '' : ' since'}`);
      const failure = this.failAt?.(page) ?? null;
      if (failure !== null) throw failure;
      const slice = items.slice((page - 1) * this.pageSize, page * this.pageSize);
      const mark = JSON.stringify(slice);
      const position = String(page);
      const unchanged = this.knowsValidators && (await listing.validator(position)) === mark.slice(0, 290);
      const real = items.length;
      const told = { total: this.total === null ? real : this.total(real), calls: 1, tookMs: 0 };
      yield {
        position,
        unchanged,
        items: unchanged
          ? []
          : slice.map(([remoteId, { version = null, input, brief }]) => ({
              remoteId,
              version,
              input: brief === true ? null : input,
            })),
        unreadable: [],
        validator: this.knowsValidators ? mark.slice(0, 290) : null,
        ...told,
      };
    }
  }

  async *details(kind: Kind, remoteIds: readonly string[]): AsyncGenerator<Detailed> {
    for (const remoteId of remoteIds) {
      this.calls.push(`${kind} ${remoteId}`);
      const item = this[kind].get(remoteId);
      yield { remoteId, version: item?.version ?? null, input: item?.input ?? null };
    }
  }

  test(): Promise<{ ok: boolean; words: string }> {
    return Promise.resolve({ ok: true, words: 'en mémoire' });
  }
}

/** A server that is away. */
export const away = (): InventoryFailure =>
  new InventoryFailure('unreachable', 'L’inventaire ne répond pas.');
