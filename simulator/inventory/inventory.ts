import { type Good, goodOf, type Shelf, shelves } from './goods.js';
import { Troubles } from './troubles.js';

/** How the inventory behaves. */
export interface Manners {
  /** Most that a page holds, whatever is asked for. */
  mostPerPage: number;
  /** The listing tells only id and moment of change: details have to be asked for. */
  brief: boolean;
  etags: boolean;
  /** Whether it knows `updated_since`. */
  since: boolean;
  latencyMs: number;
  /** The key that opens it. */
  key: string;
}

interface Received {
  at: string;
  method: string;
  url: string;
  status: number;
}

const MOST_RECEIVED = 200;

/** A B2B inventory: products that are computed when somebody asks for them, and what was changed by hand. */
export class Inventory {
  manners: Manners;
  readonly troubles = new Troubles();
  private live: number[] = [];
  private readonly edits = new Map<number, { times: number; at: string }>();
  private readonly overrides = new Map<number, Partial<Record<keyof Good, unknown>>>();
  private calls: Received[] = [];
  private count = 0;
  shelves: Shelf[] = [];

  constructor(
    private readonly standard: { products: number; key: string },
    readonly publicUrl: () => string,
  ) {
    this.manners = this.firstManners();
    this.reset();
  }

  get size(): number {
    return this.live.length;
  }

  get received(): { total: number; calls: readonly Received[] } {
    return { total: this.count, calls: this.calls };
  }

  reset(): void {
    this.manners = this.firstManners();
    this.troubles.clear();
    this.edits.clear();
    this.overrides.clear();
    this.calls = [];
    this.count = 0;
    this.shelves = [...shelves];
    this.resize(this.standard.products);
  }

  /** So many products, the first ones of all. */
  resize(products: number): void {
    this.live = Array.from({ length: products }, (_, at) => at + 1);
  }

  /** Changes every n-th product, so that this share of them is another one. */
  touch(share: number): number {
    const step = Math.max(1, Math.round(1 / share));
    const touched = this.live.filter((_, at) => at % step === 0);
    for (const n of touched) this.edit(n);
    return touched.length;
  }

  remove(ids: readonly number[]): void {
    const gone = new Set(ids);
    this.live = this.live.filter((n) => !gone.has(n));
  }

  restore(ids: readonly number[]): void {
    this.live = [...new Set([...this.live, ...ids])].toSorted((a, b) => a - b);
  }

  /** Has a product say something else, right or wrong. */
  override(id: number, values: Partial<Record<keyof Good, unknown>>): void {
    this.overrides.set(id, { ...this.overrides.get(id), ...values });
    this.edit(id);
  }

  product(id: number): object | null {
    return this.live.includes(id) ? this.whole(id) : null;
  }

  /** A page, and how many there are in all. */
  page(from: number, length: number, since: string | null): { total: number; items: object[] } {
    const chosen =
      since === null || !this.manners.since ? this.live : this.live.filter((n) => this.updatedAt(n) > since);
    const items = chosen.slice(from, from + length).map((n) => {
      const { id, updated_at } = this.whole(n) as Good;
      return this.manners.brief ? { id, updated_at } : this.whole(n);
    });
    return { total: chosen.length, items };
  }

  note(method: string, url: string, status: number): void {
    this.count += 1;
    this.calls = [{ at: new Date().toISOString(), method, url, status }, ...this.calls].slice(
      0,
      MOST_RECEIVED,
    );
  }

  private edit(n: number): void {
    this.edits.set(n, { times: (this.edits.get(n)?.times ?? 0) + 1, at: new Date().toISOString() });
  }

  private whole(n: number): object {
    const edit = this.edits.get(n);
    const good = goodOf(n, edit?.times ?? 0, this.publicUrl());
    return { ...good, updated_at: edit?.at ?? good.updated_at, ...this.overrides.get(n) };
  }

  private updatedAt(n: number): string {
    return this.edits.get(n)?.at ?? goodOf(n, 0, '').updated_at;
  }

  private firstManners(): Manners {
    const { key } = this.standard;
    return { mostPerPage: 500, brief: false, etags: true, since: true, latencyMs: 0, key };
  }
}
