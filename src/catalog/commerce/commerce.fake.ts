import { type CommerceItem, type CommerceResult, CommerceTarget, InventoryFailure } from '../catalog.port.js';

/** A commerce catalogue in memory, for tests: it takes what it is not told to refuse. */
export class FakeCommerce extends CommerceTarget {
  readonly name = 'fake';
  batch = 3_000;
  connected: string[] = ['c1'];
  /** What buyers see, by SKU. */
  readonly shelf = new Map<string, CommerceItem['product']>();
  readonly pushes: CommerceItem[][] = [];
  /** SKUs that are refused with these words, when the batch is done. */
  readonly refused = new Map<string, string>();
  /** The same, at once. */
  readonly refusedAtOnce = new Map<string, string>();
  readonly warned = new Map<string, string>();
  /** How often a batch is not done yet. */
  busy = 0;
  polls: string[] = [];
  /** Handles that it knows no more. */
  readonly forgotten = new Set<string>();
  /** Thrown instead of an answer. */
  pushFailure: Error | null = null;
  pollFailure: Error | null = null;
  /** Holds pushes back. */
  gate: Promise<void> = Promise.resolve();
  private readonly batches = new Map<string, CommerceItem[]>();

  catalogs(): readonly string[] {
    return this.connected;
  }

  async push(
    _catalogId: string,
    items: readonly CommerceItem[],
    signal: AbortSignal,
  ): Promise<{ handle: string | null; results: readonly CommerceResult[] }> {
    await this.gate;
    signal.throwIfAborted();
    if (this.pushFailure !== null) throw this.pushFailure;
    this.pushes.push([...items]);
    const handle = `h${this.pushes.length}`;
    const taken = items.filter(({ sku }) => !this.refusedAtOnce.has(sku));
    this.batches.set(handle, taken);
    const results = items.flatMap(({ sku }) => {
      const words = this.refusedAtOnce.get(sku);
      return words === undefined ? [] : [{ sku, ok: false, errors: [words], warnings: [] }];
    });
    return { handle, results };
  }

  async poll(
    _catalogId: string,
    handle: string,
    signal: AbortSignal,
  ): Promise<readonly CommerceResult[] | null> {
    signal.throwIfAborted();
    this.polls.push(handle);
    if (this.pollFailure !== null) throw this.pollFailure;
    if (this.forgotten.has(handle)) throw new InventoryFailure('malformed', 'Ce lot est inconnu.');
    if (this.busy > 0) {
      this.busy -= 1;
      return null;
    }
    return (this.batches.get(handle) ?? []).flatMap((item) => this.take(item));
  }

  /** A batch that this process knows nothing of. */
  remember(handle: string, items: readonly CommerceItem[]): void {
    this.batches.set(handle, [...items]);
  }

  private take({ sku, product }: CommerceItem): CommerceResult[] {
    const words = this.refused.get(sku);
    if (words !== undefined) return [{ sku, ok: false, errors: [words], warnings: [] }];
    if (product === null) this.shelf.delete(sku);
    else this.shelf.set(sku, product);
    const warning = this.warned.get(sku);
    return warning === undefined ? [] : [{ sku, ok: true, errors: [], warnings: [warning] }];
  }
}
