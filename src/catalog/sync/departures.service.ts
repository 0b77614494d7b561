import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { WouldShrink } from '../catalog.errors.js';
import { CatalogChanges } from '../catalog.job.js';
import type { Order } from './order.js';
import { Books } from './product-copying.service.js';
import type { Seen } from './seen.js';

const KIND = 'products';
const AT_ONCE = 1_000;
/** So many are asked for once more before they go: a listing that moved while it was read may have jumped over them. */
const MOST_ASKED = 50;
/** Fewer than this may go all at once. */
const FEW = 20;

interface Leaving {
  id: string;
  sourceId: string | null;
  revision: number;
}

/** Takes out of the offer what a complete listing no longer has. */
@Injectable()
export class Departures {
  constructor(
    private readonly books: Books,
    private readonly changes: CatalogChanges,
    private readonly clock: Clock,
  ) {}

  /** Throws `WouldShrink` when more than half would go, before anything has gone. A run that ends in the middle goes on with the next. */
  async go(order: Order, seen: Seen): Promise<void> {
    const { run, source, tally } = order;
    const gone = await tally.writing(this.count(source.name, seen));
    if (gone === 0) return;
    const active = await this.books.products.countActive(source.name);
    if (!run.forced && gone > FEW && gone * 2 > active) throw new WouldShrink(KIND, gone, active);
    // Behind a line without an id may be any of them; where each is asked for, that does no harm.
    if (tally.nameless > 0 && gone > MOST_ASKED) return this.stay(order, gone);
    const there = gone <= MOST_ASKED ? await this.stillThere(order, seen) : new Set<string>();
    for await (const leaving of this.missing(source.name, seen)) {
      order.signal.throwIfAborted();
      await tally.writing(
        this.retire(
          order,
          leaving.filter(({ sourceId }) => !there.has(sourceId ?? '')),
        ),
      );
    }
  }

  private stay({ run, tally }: Order, gone: number): Promise<void> {
    const reason = `${gone} produits manquent dans la liste, où ${tally.nameless} lignes n’ont pas d’identifiant : rien n’a été désactivé`;
    return this.books.faults.keep(run.id, [{ remoteId: null, name: null, reason }]);
  }

  private async count(source: string, seen: Seen): Promise<number> {
    let gone = 0;
    for await (const leaving of this.missing(source, seen)) gone += leaving.length;
    return gone;
  }

  private async *missing(source: string, seen: Seen): AsyncGenerator<Leaving[]> {
    for (let after = BEFORE_ALL_IDS; ;) {
      const rows = await this.books.products.active(source, after, AT_ONCE);
      const leaving = rows.filter(({ sourceId }) => sourceId !== null && !seen.has(sourceId));
      if (leaving.length > 0) yield leaving;
      const last = rows.at(-1);
      if (last === undefined || rows.length < AT_ONCE) return;
      after = last.id;
    }
  }

  private async stillThere({ source, signal, tally }: Order, seen: Seen): Promise<Set<string>> {
    const ids: string[] = [];
    for await (const leaving of this.missing(source.name, seen))
      ids.push(...leaving.flatMap(({ sourceId }) => sourceId ?? []));
    const there = new Set<string>();
    for await (const { remoteId, input, reason } of source.details(KIND, ids, signal)) {
      tally.apiCalls += 1;
      if (input !== null || reason !== undefined) there.add(remoteId);
    }
    return there;
  }

  private async retire({ run, tally }: Order, leaving: readonly Leaving[]): Promise<void> {
    if (leaving.length === 0) return;
    const { products, runs, database } = this.books;
    const now = this.clock.now();
    const retired = await database.retrying(async () => {
      const done = await products.retire(leaving, now);
      const ids = done.flatMap((at) => leaving[at]?.id ?? []);
      const line = { field: 'active', oldValue: 'true', newValue: 'false' } as const;
      await products.remember(
        ids.map((productId) => ({ productId, ...line })),
        now,
      );
      await runs.tell(run, { ...tally.figures, disabled: tally.disabled + ids.length });
      this.changes.tell();
      return ids.length;
    });
    tally.disabled += retired;
  }
}
