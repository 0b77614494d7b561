import { Injectable } from '@nestjs/common';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import type { CommerceBatchRow } from './commerce-batch.entity.js';
import { CommerceBatches } from './batches.service.js';
import { CommerceRepository, type KnownItem, type Parcel } from './commerce.repository.js';
import { GONE } from './commerce-item.entity.js';
import type { Errand } from './errand.js';
import { hashOfOffer, offerOf } from './offer.js';

const PAGE = 500;
/** Batches that are worked on there while the next one is made ready here. */
const MOST_OPEN = 3;

/** Tells a commerce catalogue what is different from what it took last. */
@Injectable()
export class Exporting {
  constructor(
    private readonly repository: CommerceRepository,
    private readonly batches: CommerceBatches,
  ) {}

  async run(errand: Errand): Promise<void> {
    await this.batches.resume(errand);
    // What is on its way is settled before anything is taken back.
    await this.hand(errand, this.differences(errand));
    await this.hand(errand, this.departures(errand));
  }

  private async hand(errand: Errand, parcels: AsyncIterable<Parcel>): Promise<void> {
    const open: CommerceBatchRow[] = [];
    let waiting: Parcel[] = [];
    const send = async (): Promise<void> => {
      if (open.length >= MOST_OPEN) await this.settleFirst(errand, open);
      errand.signal.throwIfAborted();
      open.push(await this.batches.send(errand, waiting));
      waiting = [];
    };
    for await (const parcel of parcels) {
      waiting.push(parcel);
      if (waiting.length >= errand.target.batch) await send();
    }
    if (waiting.length > 0) await send();
    while (open.length > 0) await this.settleFirst(errand, open);
  }

  private async settleFirst(errand: Errand, open: CommerceBatchRow[]): Promise<void> {
    const first = open.shift();
    if (first !== undefined) await this.batches.settle(errand, first);
  }

  /** Active products that are not there as they are here. */
  private async *differences({ catalogId, force, signal }: Errand): AsyncGenerator<Parcel> {
    for (let after = BEFORE_ALL_IDS; ;) {
      signal.throwIfAborted();
      const rows = await this.repository.products(after, PAGE);
      const skus = rows.map(({ sku }) => sku);
      const known = await this.repository.known(catalogId, skus);
      for (const row of rows) {
        const product = offerOf(row);
        const hash = hashOfOffer(product);
        const before = known.get(row.sku) ?? null;
        if (force || isToBeSent(before, hash)) yield { item: { sku: row.sku, product }, hash, known: before };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = last.id;
    }
  }

  /** What is there and no longer offered here. */
  private async *departures({ catalogId, force, signal }: Errand): AsyncGenerator<Parcel> {
    for (let after = BEFORE_ALL_IDS; ;) {
      signal.throwIfAborted();
      const items = await this.repository.items(catalogId, after, PAGE);
      const active = await this.repository.active(items.map(({ sku }) => sku));
      const gone = items.filter(({ sku }) => !active.has(sku));
      await this.repository.forget(gone.filter(isUnseen));
      for (const known of gone)
        if (!isUnseen(known) && (force || isToBeSent(known, GONE)))
          yield { item: { sku: known.sku, product: null }, hash: GONE, known };
      const last = items.at(-1);
      if (last === undefined || items.length < PAGE) return;
      after = last.id;
    }
  }
}

/** What was refused as it is, is not sent again before it changes; what never came to its end, is. */
function isToBeSent(known: KnownItem | null, hash: string): boolean {
  if (known === null) return true;
  if (known.state === 'OK') return known.hashAccepted !== hash;
  return known.state !== 'REFUSED' || known.hashSent !== hash;
}

/** It was refused and never taken: there is nothing to take back. */
function isUnseen({ state, hashAccepted }: KnownItem): boolean {
  return state === 'REFUSED' && hashAccepted === null;
}
