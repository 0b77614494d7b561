import { Injectable } from '@nestjs/common';
import { CatalogChanges } from '../catalog.job.js';
import { Departures } from './departures.service.js';
import type { Order } from './order.js';
import { Books } from './product-copying.service.js';
import { ProductWriting } from './product-writing.service.js';
import type { Seen } from './seen.js';

const KIND = 'products';

/** What is left to do once the last page of products has arrived. */
@Injectable()
export class Completion {
  constructor(
    private readonly departures: Departures,
    private readonly writing: ProductWriting,
    private readonly books: Books,
    private readonly changes: CatalogChanges,
  ) {}

  async complete(order: Order, seen: Seen): Promise<void> {
    const { run, tally } = order;
    if (run.complete) {
      const expected = Math.max(0, ...tally.expected);
      const read = seen.size + tally.nameless;
      if (tally.expected.size < 2 && read >= expected) await this.departures.go(order, seen);
      else
        await this.note(
          order,
          `la liste a changé pendant la lecture (${read} lus, ${expected} annoncés) : rien n’a été désactivé`,
        );
      await this.books.pages.forgetOthers(KIND, run.rootId);
    }
    if (order.late.length > 0) await this.late(order);
  }

  /** By now whoever had their SKU may have another, or have gone. */
  private async late({ run, source, late, tally }: Order): Promise<void> {
    const { products, runs, faults, database } = this.books;
    const known = await tally.writing(
      products.known(
        source.name,
        late.map(({ remoteId }) => remoteId),
      ),
    );
    const byId = new Map(known.map((each) => [each.sourceId ?? '', each]));
    const work = database.retrying(async () => {
      const written = await this.writing.write(late, byId, source.name);
      await faults.keep(run.id, written.faults);
      await runs.tell(run, tally.figuresWith(written));
      if (written.added + written.updated > 0) this.changes.tell();
      return written;
    });
    tally.add(await tally.writing(work));
  }

  private note({ run }: Order, reason: string): Promise<void> {
    return this.books.faults.keep(run.id, [{ remoteId: null, name: null, reason }]);
  }
}
