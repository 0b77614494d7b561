import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Category } from '../catalog.contract.js';
import { CategoryRepository, type Shelf } from './category.repository.js';
import { ProductRepository } from './product.repository.js';

/** The categories as they are shown. */
export interface Shelving {
  names: ReadonlyMap<string, string>;
  /** Those below a parent, `null` for the top, that hold active products, by name. */
  below: (parentId: string | null) => Promise<Category[]>;
  /** A category and all below it. */
  within: (id: string) => string[];
}

const OLDEST_MS = 60_000;

type Counts = ReadonlyMap<string, number>;

/** The categories, and once somebody asks how many products are in each: remembered until the catalogue changes. */
@Injectable()
export class Shelves {
  /** Whether there is any active product, as it was when somebody last looked. */
  hasProducts = false;
  private mark = '';
  private remembered: { shelving: Promise<Shelving>; at: number } | null = null;

  constructor(
    private readonly products: ProductRepository,
    private readonly categories: CategoryRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  load(): Promise<Shelving> {
    const now = this.clock.now().getTime();
    if (this.remembered !== null && Math.abs(now - this.remembered.at) < OLDEST_MS)
      return this.remembered.shelving;
    const shelving = this.read();
    this.remembered = { shelving, at: now };
    // What could not be read is asked for again.
    shelving.catch(() => (this.remembered = null));
    return shelving;
  }

  /** Notices what other instances have changed. */
  async look(): Promise<void> {
    const mark = `${await this.products.lastChange()} ${await this.categories.lastChange()}`;
    if (mark === this.mark) return;
    this.hasProducts = await this.products.hasActive();
    this.remembered = null;
    this.mark = mark;
  }

  /** To be called where the catalogue is changed: forgets at once, when that is committed. */
  changed(): void {
    this.database.afterCommit(() => {
      this.remembered = null;
      this.mark = '';
    });
  }

  private async read(): Promise<Shelving> {
    return shelvingOf(await this.categories.all(), () => this.products.countByCategory());
  }
}

/** Who only searches needs no counts: every product is looked at for them. */
function shelvingOf(shelves: readonly Shelf[], counting: () => Promise<Counts>): Shelving {
  const children = new Map<string | null, Shelf[]>();
  const known = new Set(shelves.map(({ id }) => id));
  for (const shelf of shelves) {
    const parent = shelf.parentId !== null && known.has(shelf.parentId) ? shelf.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), shelf]);
  }
  const within = (id: string): string[] => {
    const found = new Set([id]);
    for (const each of found) for (const child of children.get(each) ?? []) found.add(child.id);
    return [...found];
  };
  const counts = once(counting);
  const below = async (parentId: string | null): Promise<Category[]> => {
    const counted = await counts();
    const count = (id: string): number => within(id).reduce((sum, each) => sum + (counted.get(each) ?? 0), 0);
    return (children.get(parentId) ?? [])
      .map(({ id, name }) => ({ id, name, parentId, products: count(id) }))
      .filter(({ products }) => products > 0)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'fr'));
  };
  return { names: new Map(shelves.map(({ id, name }) => [id, name])), below, within };
}

/** The same answer for all who ask, made for the first; what failed is tried again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    if (answer !== null) return answer;
    answer = work();
    answer.catch(() => (answer = null));
    return answer;
  };
}
