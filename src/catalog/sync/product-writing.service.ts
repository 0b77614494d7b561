import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { fold } from '../../kernel/fold.js';
import { Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/id.js';
import type { RemoteInput } from '../catalog.port.js';
import { DraftFault, hashOf } from '../products/draft.js';
import type { ProductRow } from '../products/product.entity.js';
import { showPrice } from '../products/price.js';
import { skuKeyOf } from '../search/words.js';
import { readRemote, type RemoteDraft } from './remote-draft.js';
import { type KnownProduct, type Line, RemoteRepository } from './remote.repository.js';

/** A thing of the inventory, in full. */
export interface Arrival {
  remoteId: string;
  version: string | null;
  input: RemoteInput;
}

/** What could not be taken over, or not all of it. */
export interface Fault {
  remoteId: string | null;
  name: string | null;
  reason: string;
}

export interface Written {
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  faults: Fault[];
}

/** A product as it is to be, and the row that it takes the place of. */
interface Wish extends RemoteDraft {
  arrival: Arrival;
  target: KnownProduct | null;
  categoryId: string | null;
  hash: string;
}

const LONGEST_KEY = 100;

/** Writes products as an inventory has them: what is the same costs nothing, what cannot be taken is named with its reason. */
@Injectable()
export class ProductWriting {
  constructor(
    private readonly repository: RemoteRepository,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Joins the transaction that is open. `known`: by the source's id. */
  async write(
    arrivals: readonly Arrival[],
    known: ReadonlyMap<string, KnownProduct>,
    source: string,
  ): Promise<Written> {
    const written: Written = { added: 0, updated: 0, unchanged: 0, failed: 0, faults: [] };
    const drafts = this.read(arrivals, written);
    const wishes = await this.wishes(drafts, known, { source, written });
    const isSame = ({ target, hash, arrival, draft }: Wish): boolean =>
      target?.hash === hash &&
      target.sku === draft.sku &&
      target.source === source &&
      target.sourceId === arrival.remoteId;
    const same = wishes.filter(isSame);
    written.unchanged += same.length;
    await this.repository.noteVersions(
      same.flatMap((wish) => {
        const sourceVersion = versionOf(wish);
        const { target } = wish;
        return target === null || target.sourceVersion === sourceVersion
          ? []
          : [{ id: target.id, sourceVersion }];
      }),
    );
    const changed = wishes.filter((wish) => wish.target !== null && !isSame(wish));
    const fresh = wishes.filter(({ target }) => target === null);
    await this.add(fresh, source, written);
    await this.change(changed, source, written);
    return written;
  }

  private read(arrivals: readonly Arrival[], written: Written): (RemoteDraft & { arrival: Arrival })[] {
    const skus = new Set<string>();
    const { catalog, simulator } = this.settings;
    return arrivals.flatMap((arrival) => {
      const remote = readRemote(arrival.input, catalog.currency, simulator.mode !== 'false');
      if (remote instanceof DraftFault) return refuse(written, arrival, remote.reason);
      const { sku, name } = remote.draft;
      if (skus.has(sku))
        return refuse(written, arrival, `sku : « ${sku} » est déjà porté par un autre article`);
      skus.add(sku);
      for (const reason of remote.notes) written.faults.push({ remoteId: arrival.remoteId, name, reason });
      return [{ ...remote, arrival }];
    });
  }

  private async wishes(
    drafts: readonly (RemoteDraft & { arrival: Arrival })[],
    known: ReadonlyMap<string, KnownProduct>,
    { source, written }: { source: string; written: Written },
  ): Promise<Wish[]> {
    const moving = drafts.filter(({ arrival, draft }) => known.get(arrival.remoteId)?.sku !== draft.sku);
    const owners = await this.repository.bySku(moving.map(({ draft }) => draft.sku));
    const bySku = new Map(owners.map((owner) => [owner.sku, owner]));
    const asked = new Set(drafts.flatMap(({ categoryRemoteId }) => categoryRemoteId ?? []));
    const categories = await this.repository.categories(source, [...asked]);
    return drafts.flatMap((each): Wish[] => {
      const { arrival, draft, categoryRemoteId, attributes } = each;
      const mine = known.get(arrival.remoteId) ?? null;
      const owner = bySku.get(draft.sku);
      const target = owner === undefined || owner.id === mine?.id ? mine : heir(owner, mine, source);
      if (target === 'taken')
        return refuse(written, arrival, `sku : « ${draft.sku} » est déjà porté par un autre article`);
      const categoryId = categoryRemoteId === null ? null : (categories.get(categoryRemoteId) ?? null);
      if (categoryRemoteId !== null && categoryId === null)
        written.faults.push({
          remoteId: arrival.remoteId,
          name: draft.name,
          reason: 'category : inconnue, le produit est gardé sans catégorie',
        });
      return [{ ...each, target, categoryId, hash: hashOf(draft, categoryId, attributes) }];
    });
  }

  private async add(wishes: readonly Wish[], source: string, written: Written): Promise<void> {
    const added = await this.repository.add(
      wishes.map((wish) => ({ id: newId(), ...this.content(wish, source) })),
    );
    written.added += added.length;
    const isAdded = new Set(added);
    for (const [at, { arrival }] of wishes.entries())
      if (!isAdded.has(at)) refuse(written, arrival, CHANGED_MEANWHILE);
  }

  private async change(wishes: readonly Wish[], source: string, written: Written): Promise<void> {
    const changes = wishes.flatMap((wish) =>
      wish.target === null ? [] : [{ known: wish.target, set: this.content(wish, source), wish }],
    );
    const done = new Set(await this.repository.change(changes));
    written.updated += done.size;
    await this.repository.remember(
      changes.flatMap(({ known, set }, at) => (done.has(at) ? linesOf(known, set) : [])),
      this.clock.now(),
    );
    for (const [at, { wish }] of changes.entries())
      if (!done.has(at)) refuse(written, wish.arrival, CHANGED_MEANWHILE);
  }

  private content(wish: Wish, source: string): Omit<ProductRow, 'id'> {
    const { arrival, draft, attributes, categoryId, hash, target } = wish;
    const { sku, name, description, price, currency, stock, images, active } = draft;
    const now = this.clock.now();
    return {
      sku,
      skuKey: skuKeyOf(sku) || null,
      name,
      nameKey: (fold(name) || name).slice(0, LONGEST_KEY),
      description,
      price,
      currency,
      stock,
      categoryId,
      images: JSON.stringify(images),
      active,
      source,
      sourceId: arrival.remoteId,
      sourceVersion: versionOf(wish),
      attributes,
      hash,
      revision: (target?.revision ?? 0) + 1,
      isIndexed: false,
      syncedAt: now,
      changedAt: now,
    };
  }
}

/** Whose category is not there yet is looked at again next time. */
function versionOf({ arrival, categoryRemoteId, categoryId }: Wish): string | null {
  return categoryRemoteId !== null && categoryId === null ? null : arrival.version;
}

const CHANGED_MEANWHILE = 'vient d’être changé par ailleurs ; la prochaine copie le reprend';

/** Who has the SKU gives it up to the inventory, unless the inventory has it twice. */
function heir(owner: KnownProduct, mine: KnownProduct | null, source: string): KnownProduct | 'taken' {
  return mine !== null || (owner.source === source && owner.active) ? 'taken' : owner;
}

function refuse(written: Written, { remoteId, input }: Arrival, reason: string): [] {
  const { name } = input;
  written.failed += 1;
  written.faults.push({
    remoteId,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, LONGEST_KEY) : null,
    reason: reason.slice(0, 900),
  });
  return [];
}

/** How price, stock and offer changed. */
function linesOf(known: KnownProduct, set: Omit<ProductRow, 'id'>): Line[] {
  const values = (row: Pick<ProductRow, 'price' | 'currency' | 'stock' | 'active'>) =>
    ({
      price: `${showPrice(row.price)} ${row.currency}`,
      stock: row.stock === null ? null : String(row.stock),
      active: String(row.active),
    }) as const;
  const [before, now] = [values(known), values(set)];
  return (['price', 'stock', 'active'] as const)
    .filter((field) => before[field] !== now[field])
    .map((field) => ({ productId: known.id, field, oldValue: before[field], newValue: now[field] }));
}
