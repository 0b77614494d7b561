import { randomBytes } from 'node:crypto';

/** How the catalogues behave until told otherwise. */
export interface CatalogOptions {
  /** How long a batch is worked on. */
  workMs: number;
  /** Most requests of a batch; above it Meta asks for less. */
  most: number;
  /** An item with this in its title is refused when its batch is done. */
  rejectTitles: string;
}

/** An item as it was handed over. */
export type CatalogItem = Readonly<Record<string, unknown>> & { id: string };

/** One line of a batch. */
export interface CatalogRequest {
  method: 'CREATE' | 'UPDATE' | 'DELETE';
  item: CatalogItem;
}

/** What is said of an item. */
export interface Remark {
  id: string;
  message: string;
}

interface Batch {
  doneAt: number;
  requests: readonly CatalogRequest[];
  /** `null` until it is done. */
  errors: readonly Remark[] | null;
}

const MOST_BATCHES = 1_000;

export function defaultCatalogOptions(): CatalogOptions {
  return { workMs: 800, most: 5_000, rejectTitles: 'interdit' };
}

/** Commerce catalogues: whichever is asked for is there, empty at first. */
export class Catalogs {
  options = defaultCatalogOptions();
  private readonly shelves = new Map<string, Map<string, CatalogItem>>();
  private readonly batches = new Map<string, Batch>();

  items(catalogId: string): readonly CatalogItem[] {
    this.work(catalogId, Date.now());
    return [...this.shelf(catalogId).values()];
  }

  ids(): readonly string[] {
    return [...this.shelves.keys()];
  }

  /** Takes a batch in; its handle tells later what became of it. */
  take(catalogId: string, requests: readonly CatalogRequest[]): string {
    const handle = randomBytes(24).toString('base64url');
    const doneAt = Date.now() + this.options.workMs;
    this.batches.set(`${catalogId} ${handle}`, { doneAt, requests, errors: null });
    const [oldest] = this.batches.keys();
    if (this.batches.size > MOST_BATCHES && oldest !== undefined) this.batches.delete(oldest);
    return handle;
  }

  /** `undefined` for a handle that is none, `null` while the batch is worked on. */
  outcome(catalogId: string, handle: string): readonly Remark[] | null | undefined {
    this.work(catalogId, Date.now());
    return this.batches.get(`${catalogId} ${handle}`)?.errors;
  }

  reset(): void {
    this.options = defaultCatalogOptions();
    this.shelves.clear();
    this.batches.clear();
  }

  /** Does what is due, in the order in which it came. */
  private work(catalogId: string, now: number): void {
    for (const [key, batch] of this.batches)
      if (key.startsWith(`${catalogId} `) && batch.errors === null && batch.doneAt <= now)
        this.batches.set(key, { ...batch, errors: this.apply(catalogId, batch.requests) });
  }

  private apply(catalogId: string, requests: readonly CatalogRequest[]): Remark[] {
    const shelf = this.shelf(catalogId);
    return requests.flatMap(({ method, item }) => {
      const message = method === 'DELETE' ? null : this.fault(item);
      if (message !== null) return [{ id: item.id, message }];
      if (method === 'DELETE') shelf.delete(item.id);
      else shelf.set(item.id, item);
      return [];
    });
  }

  private fault(item: CatalogItem): string | null {
    const { title, image } = item;
    const { rejectTitles } = this.options;
    if (!Array.isArray(image) || image.length === 0) return 'The required field image_link is missing.';
    const isRejected = rejectTitles !== '' && String(title).toLowerCase().includes(rejectTitles);
    return isRejected ? 'This item goes against the Commerce Policy.' : null;
  }

  private shelf(catalogId: string): Map<string, CatalogItem> {
    const shelf = this.shelves.get(catalogId) ?? new Map<string, CatalogItem>();
    this.shelves.set(catalogId, shelf);
    return shelf;
  }
}
