import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { fold } from '../../kernel/fold.js';
import { Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/id.js';
import { DraftFault, hashOf } from '../products/draft.js';
import type { ProductRow } from '../products/product.entity.js';
import { skuKeyOf } from '../search/words.js';
import { linesOf } from './history-lines.js';
import { readRemote, type RemoteDraft } from './remote-draft.js';
import { type KnownProduct, RemoteRepository } from './remote.repository.js';
import { granted } from './sku-claims.js';
import { type Arrival, CHANGED_MEANWHILE, none, refuse, takenWords, type Written } from './written.js';

/** A product as it is to be, and the row that it takes the place of. */
interface Wish extends RemoteDraft {
  arrival: Arrival;
  target: KnownProduct | null;
  /** Who has its SKU so far. */
  giver: KnownProduct | null;
  categoryId: string | null;
  hash: string;
}

const LONGEST_KEY = 100;
const NO_SUCH_CATEGORY = 'category : inconnue, le produit est gardé sans catégorie';

/** Writes products as an inventory has them: what is the same costs nothing, what cannot be taken is named with its reason. */
@Injectable()
export class ProductWriting {
  constructor(
    private readonly repository: RemoteRepository,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Joins the transaction that is open. `known`: by the source's id; `mayWait`: who wants the SKU of another is not refused yet. */
  async write(
    arrivals: readonly Arrival[],
    known: ReadonlyMap<string, KnownProduct>,
    source: string,
    mayWait = false,
  ): Promise<Written> {
    const written = none();
    const drafts = this.read(arrivals, written);
    const wishes = await this.freed(await this.wishes(drafts, known, { source, written, mayWait }), written);
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
      const { sku } = remote.draft;
      if (skus.has(sku)) return refuse(written, arrival, takenWords(sku));
      skus.add(sku);
      return [{ ...remote, arrival }];
    });
  }

  private async wishes(
    drafts: readonly (RemoteDraft & { arrival: Arrival })[],
    known: ReadonlyMap<string, KnownProduct>,
    { source, written, mayWait }: { source: string; written: Written; mayWait: boolean },
  ): Promise<Wish[]> {
    const moving = drafts.filter(({ arrival, draft }) => known.get(arrival.remoteId)?.sku !== draft.sku);
    const owners = await this.repository.bySku(moving.map(({ draft }) => draft.sku));
    const claims = moving.map(({ arrival, draft: { sku } }) => ({
      sku,
      mine: known.get(arrival.remoteId) ?? null,
    }));
    const grants = granted(claims, owners, source);
    const asked = new Set(drafts.flatMap(({ categoryRemoteId }) => categoryRemoteId ?? []));
    const categories = await this.repository.categories(source, [...asked]);
    return drafts.flatMap((each): Wish[] => {
      const { arrival, draft, categoryRemoteId, attributes, notes } = each;
      const mine = known.get(arrival.remoteId) ?? null;
      const grant = mine?.sku === draft.sku ? { target: mine, giver: null } : grants.get(draft.sku);
      if (grant === undefined && mayWait) {
        written.late.push(arrival);
        return [];
      }
      if (grant === undefined) return refuse(written, arrival, takenWords(draft.sku));
      const categoryId = categoryRemoteId === null ? null : (categories.get(categoryRemoteId) ?? null);
      const isLost = categoryRemoteId !== null && categoryId === null;
      for (const reason of isLost ? [...notes, NO_SUCH_CATEGORY] : notes)
        written.faults.push({ remoteId: arrival.remoteId, name: draft.name, reason });
      return [{ ...each, ...grant, categoryId, hash: hashOf(draft, categoryId, attributes) }];
    });
  }

  /** Whoever another takes the SKU of is rid of it before anything is written: no two may ever have the same. */
  private async freed(wishes: readonly Wish[], written: Written): Promise<readonly Wish[]> {
    const givers = wishes.flatMap(({ giver }) => giver ?? []);
    if (givers.length === 0) return wishes;
    const aside = await this.repository.setAside(givers);
    const isGiver = new Set(givers.map(({ id }) => id));
    const byId = new Map(aside?.map((each) => [each.id, each]));
    return wishes.flatMap((wish): Wish[] => {
      const { target, giver, arrival } = wish;
      const moves = giver !== null || (target !== null && isGiver.has(target.id));
      if (moves && aside === null) return refuse(written, arrival, CHANGED_MEANWHILE);
      return [{ ...wish, target: byId.get(target?.id ?? '') ?? target }];
    });
  }

  private async add(wishes: readonly Wish[], source: string, written: Written): Promise<void> {
    const rows = wishes.map((wish) => ({
      row: { id: newId(), ...this.content(wish, source) },
      arrival: wish.arrival,
    }));
    // As the index of the lists has them: it is the dearest, and what comes in its order touches fewer of its pages.
    rows.sort(({ row: a }, { row: b }) => (a.nameKey < b.nameKey ? -1 : 1));
    const added = await this.repository.add(rows.map(({ row }) => row));
    written.added += added.length;
    const isAdded = new Set(added);
    for (const [at, { arrival }] of rows.entries())
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
