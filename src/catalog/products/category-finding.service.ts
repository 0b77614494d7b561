import { Injectable } from '@nestjs/common';
import { fold } from '../../kernel/fold.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { CategoryNotFound } from '../catalog.errors.js';
import { CategoryRepository } from './category.repository.js';
import { Shelves } from './shelves.js';

const MOST_NAMED = 5;

/** Which category somebody means: by our id, by the one of the inventory, or by its name. */
@Injectable()
export class CategoryFinding {
  constructor(
    private readonly categories: CategoryRepository,
    private readonly shelves: Shelves,
  ) {}

  /** Our id. Throws `CategoryNotFound`, or `InvalidRequest` where several are meant. */
  async idOf(word: string, field: string): Promise<string> {
    const byId = await this.categories.called(word);
    const found = byId.length > 0 ? byId : await this.named(word);
    const [id, ...others] = found;
    if (id === undefined) throw new CategoryNotFound();
    if (others.length === 0) return id;
    const ids = found.slice(0, MOST_NAMED).join(', ');
    throw new InvalidRequest([
      { field, message: `désigne ${found.length} catégories : donnez l’identifiant de l’une, ${ids}` },
    ]);
  }

  /** By words as they are spoken: `hygiene-bebe` is « Hygiène & bébé ». */
  private async named(word: string): Promise<string[]> {
    const wanted = fold(word);
    if (wanted === '') return [];
    const { names } = await this.shelves.load();
    return [...names].filter(([, name]) => fold(name) === wanted).map(([id]) => id);
  }
}
