import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { fold } from '../../kernel/fold.js';
import { Settings } from '../../platform/config/settings.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { skuKeyOf } from '../search/words.js';
import { CategoryRepository } from './category.repository.js';
import { DraftFault, hashOf, type ProductDraft, type ProductInput, readDraft } from './draft.js';
import type { ProductRow } from './product.entity.js';
import { type Change, type Known, ProductRepository } from './product.repository.js';

export const OUTCOMES = ['added', 'updated', 'unchanged', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of a product that was given. */
export interface Kept {
  /** As it was given; `null` where there was none. */
  sku: string | null;
  outcome: Outcome;
  /** In French, of one that failed. */
  reason?: string;
}

/** A product that has to be written unless it is there as it is. */
interface Wish {
  at: number;
  draft: ProductDraft;
  categoryId: string | null;
  hash: string;
}

const ROUNDS = 4;
const LONGEST_KEY = 100;

/** Takes products in, whoever gives them. One that is bad is named with its reason; the others are kept. */
@Injectable()
export class Intake {
  constructor(
    private readonly products: ProductRepository,
    private readonly categories: CategoryRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** As many results as products, in their order. */
  async keep(inputs: readonly ProductInput[], source: string): Promise<Kept[]> {
    const drafts = this.read(inputs);
    const results: Kept[] = drafts.map((draft, at) =>
      draft instanceof DraftFault
        ? { sku: skuOf(inputs[at]), outcome: 'failed', reason: draft.reason }
        : { sku: draft.sku, outcome: 'unchanged' },
    );
    let wishes = await this.wishes(drafts, source);
    for (let round = 0; wishes.length > 0 && round < ROUNDS; round++) {
      const open = wishes;
      wishes = await this.database.retrying(() => this.write(open, source, results));
    }
    for (const { at, draft } of wishes)
      results[at] = {
        sku: draft.sku,
        outcome: 'failed',
        reason: 'vient d’être changé par ailleurs ; recommencez',
      };
    return results;
  }

  private read(inputs: readonly ProductInput[]): (ProductDraft | DraftFault)[] {
    const seen = new Set<string>();
    return inputs.map((input) => {
      const draft = readDraft(input, this.settings.catalog.currency);
      if (draft instanceof DraftFault) return draft;
      if (seen.has(draft.sku)) return new DraftFault('sku : déjà donné plus haut ; le premier est gardé');
      seen.add(draft.sku);
      return draft;
    });
  }

  private async wishes(drafts: readonly (ProductDraft | DraftFault)[], source: string): Promise<Wish[]> {
    const shelves = new Map<string, string | null>();
    const wishes: Wish[] = [];
    for (const [at, draft] of drafts.entries()) {
      if (draft instanceof DraftFault) continue;
      const path = draft.category.join(' > ');
      let categoryId = shelves.get(path);
      if (categoryId === undefined) {
        categoryId = await this.shelf(draft.category, source);
        shelves.set(path, categoryId);
      }
      wishes.push({ at, draft, categoryId, hash: hashOf(draft, categoryId) });
    }
    return wishes;
  }

  /** The category at the end of a path of names; each on the way is made where there is none. */
  private async shelf(path: readonly string[], source: string): Promise<string | null> {
    let parentId: string | null = null;
    const keys: string[] = [];
    for (const name of path) {
      keys.push(fold(name) || name);
      const key = keys.join(' > ').slice(-LONGEST_KEY * 3);
      parentId = await this.categories.ensure(source, { sourceId: key, name, parentId }, this.clock.now());
    }
    return parentId;
  }

  /** Writes what changed, says so, and returns those that somebody else was quicker with. */
  private async write(wishes: readonly Wish[], source: string, results: Kept[]): Promise<Wish[]> {
    const known = new Map(
      (await this.products.known(wishes.map(({ draft }) => draft.sku))).map((each) => [each.sku, each]),
    );
    const fresh = wishes.filter(({ draft }) => !known.has(draft.sku));
    const changed = wishes.flatMap((wish) => {
      const before = known.get(wish.draft.sku);
      return before === undefined || before.hash === wish.hash ? [] : [{ wish, known: before }];
    });
    const added = new Set(await this.products.add(fresh.map((wish) => this.row(wish, source))));
    const updated = new Set(
      await this.products.change(
        changed.map(({ wish, known: before }) => ({ known: before, set: this.change(wish, before, source) })),
      ),
    );
    for (const at of added) tell(results, fresh[at], 'added');
    for (const at of updated) tell(results, changed[at]?.wish, 'updated');
    return [
      ...fresh.filter((_, at) => !added.has(at)),
      ...changed.filter((_, at) => !updated.has(at)).map(({ wish }) => wish),
    ];
  }

  private row(wish: Wish, source: string): ProductRow {
    const { sku } = wish.draft;
    return { id: newId(), sku, skuKey: skuKeyOf(sku) || null, ...this.change(wish, null, source) };
  }

  private change({ draft, categoryId, hash }: Wish, before: Known | null, source: string): Change {
    const { name, description, price, currency, stock, images, active } = draft;
    const now = this.clock.now();
    return {
      name,
      description,
      price,
      currency,
      stock,
      categoryId,
      active,
      source,
      hash,
      nameKey: (fold(name) || name).slice(0, LONGEST_KEY),
      images: JSON.stringify(images),
      sourceId: null,
      sourceVersion: null,
      attributes: null,
      revision: (before?.revision ?? 0) + 1,
      isIndexed: false,
      syncedAt: now,
      changedAt: now,
    };
  }
}

function tell(results: Kept[], wish: Wish | undefined, outcome: Outcome): void {
  if (wish !== undefined) results[wish.at] = { sku: wish.draft.sku, outcome };
}

function skuOf(input: ProductInput | undefined): string | null {
  const sku = input?.['sku'];
  return typeof sku === 'string' ? sku.slice(0, LONGEST_KEY) : null;
}
