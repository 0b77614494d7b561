import { Injectable } from '@nestjs/common';
import { ahead } from '../../kernel/ahead.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../platform/database/id.js';
import { InventoryFailure, type Listed, type ListingPage } from '../catalog.port.js';
import { WouldShrink } from '../catalog.errors.js';
import { CatalogChanges } from '../catalog.job.js';
import type { CategoryRow } from '../products/category.entity.js';
import { CategoryCopyRepository } from './category-copy.repository.js';
import type { Order } from './order.js';
import { Books } from './product-copying.service.js';
import type { Fault } from './written.js';
import { timed } from './timed.js';
import { type Branch, grow } from './tree.js';

const KIND = 'categories';
/** More is no tree of categories. */
const MOST = 20_000;
const LONGEST_NAME = 100;
/** Fewer than this may go all at once. */
const FEW = 5;

/** Copies the tree of categories: read as a whole, written in one transaction. */
@Injectable()
export class CategoryCopying {
  constructor(
    private readonly repository: CategoryCopyRepository,
    private readonly books: Books,
    private readonly changes: CatalogChanges,
    private readonly clock: Clock,
  ) {}

  async copy(order: Order): Promise<void> {
    const { source, signal, tally, run } = order;
    const read = new Map<string, Branch>();
    const faults: Fault[] = [];
    const nothingKnown = (): Promise<null> => Promise.resolve(null);
    const listing = source.list(KIND, { from: null, since: null, validator: nothingKnown, signal });
    for await (const page of timed(ahead(listing), tally)) {
      signal.throwIfAborted();
      tally.pages += 1;
      tally.apiCalls += page.calls;
      if (page.total !== null) tally.expected.add(page.total);
      await this.take(order, page, { read, faults });
      if (read.size > MOST)
        throw new InventoryFailure('endless', `L’inventaire annonce plus de ${MOST} catégories.`);
      order.progress();
    }
    const told = read.size + faults.length;
    const isWhole = tally.expected.size < 2 && told >= Math.max(0, ...tally.expected);
    const tree = grow([...read.values()]);
    faults.push(...tree.faults);
    const { database } = this.books;
    const work = async (): Promise<Done> => {
      await this.books.faults.keep(run.id, faults);
      return this.write(order, tree.branches, isWhole);
    };
    const done = await tally.writing(database.retrying(work));
    tally.add({ ...done, failed: 0 });
    tally.disabled += done.disabled;
  }

  private async take(
    { source, signal, tally }: Order,
    { items, unreadable }: ListingPage,
    { read, faults }: { read: Map<string, Branch>; faults: Fault[] },
  ): Promise<void> {
    const refuse = (remoteId: string | null, reason: string): void => {
      tally.failed += 1;
      faults.push({ remoteId, name: null, reason });
    };
    const keep = ({ remoteId, input }: Pick<Listed, 'remoteId' | 'input'>): void => {
      if (read.has(remoteId)) return;
      tally.total += 1;
      const branch = branchOf(remoteId, input ?? {});
      if (typeof branch === 'string') refuse(remoteId, branch);
      else read.set(remoteId, branch);
    };
    for (const { remoteId, reason } of unreadable) refuse(remoteId, reason);
    const missing = items.filter(({ input }) => input === null).map(({ remoteId }) => remoteId);
    for (const item of items) if (item.input !== null) keep(item);
    if (missing.length === 0) return;
    for await (const detailed of timed(source.details(KIND, missing, signal), tally)) {
      tally.apiCalls += 1;
      if (detailed.input !== null) keep(detailed);
      else refuse(detailed.remoteId, detailed.reason ?? 'a disparu pendant la lecture');
    }
  }

  /** Those that are new first, so that every one can name the one above it. */
  private async write(
    { source: { name: source }, run }: Order,
    branches: readonly Branch[],
    isWhole: boolean,
  ): Promise<Done> {
    const known = await this.repository.of(source);
    const now = this.clock.now();
    const fresh = branches
      .filter(({ remoteId }) => !known.has(remoteId))
      .map((branch) => rowOf(branch, source, now));
    await this.repository.add(fresh);
    const all = new Map([...known, ...fresh.map((row): [string, CategoryRow] => [row.sourceId, row])]);
    const changed = branches.flatMap(({ remoteId, name, parent }) => {
      const row = all.get(remoteId);
      const parentId = parent === null ? null : (all.get(parent)?.id ?? null);
      const isSame = row?.name === name && row.parentId === parentId && row.active;
      return row === undefined || isSame
        ? []
        : [{ ...row, name, parentId, active: true, syncedAt: now, changedAt: now }];
    });
    const listed = new Set(branches.map(({ remoteId }) => remoteId));
    const gone = isWhole
      ? [...known.values()].filter(({ sourceId, active }) => active && !listed.has(sourceId))
      : [];
    const active = [...known.values()].filter((row) => row.active).length;
    if (!run.forced && gone.length > FEW && gone.length * 2 > active)
      throw new WouldShrink(KIND, gone.length, active);
    const retired = gone.map((row) => ({ ...row, active: false, syncedAt: now, changedAt: now }));
    await this.repository.change([...changed, ...retired]);
    const updated = changed.filter(({ sourceId }) => known.has(sourceId)).length;
    if (fresh.length + changed.length + gone.length > 0) this.changes.tell();
    const unchanged = branches.length - fresh.length - updated;
    return { added: fresh.length, updated, unchanged, disabled: gone.length };
  }
}

interface Done {
  added: number;
  updated: number;
  unchanged: number;
  disabled: number;
}

function branchOf(remoteId: string, { name, parent }: Readonly<Record<string, unknown>>): Branch | string {
  const words = typeof name === 'string' ? name.trim() : '';
  if (words === '') return 'name : manque';
  if (words.length > LONGEST_NAME) return `name : ${words.length} caractères, ${LONGEST_NAME} au plus`;
  const isId = typeof parent === 'string' || typeof parent === 'number';
  return { remoteId, name: words, parent: isId ? String(parent).trim() || null : null };
}

function rowOf({ remoteId, name }: Branch, source: string, now: Date): CategoryRow {
  const id = newId();
  return {
    id,
    source,
    sourceId: remoteId,
    name,
    parentId: null,
    active: true,
    syncedAt: now,
    changedAt: now,
  };
}
