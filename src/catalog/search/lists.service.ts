import { Injectable } from '@nestjs/common';
import type { ProductSearch } from '../catalog.contract.js';
import type { ProductRow } from '../products/product.entity.js';
import { Shelves } from '../products/shelves.js';
import { type Page, pageOf, type PageQuery, positionOf } from '../../platform/web/page.dto.js';
import { type Filter, type Place, SearchRepository } from './search.repository.js';
import { CursorUnknown } from '../../platform/web/web.errors.js';
import { SearchService } from './search.service.js';

/** Which part of a list is wanted, and of which products. */
export interface Wanted {
  words?: string;
  categoryId?: string;
  minPrice?: string;
  maxPrice?: string;
  inStock?: boolean;
  active?: boolean;
}

const MOST_AT_ONCE = 100;

/** Lists of products: the best matches of some words, or all by name. */
@Injectable()
export class Lists {
  constructor(
    private readonly search: SearchService,
    private readonly index: SearchRepository,
    private readonly shelves: Shelves,
  ) {}

  /** Active products, as the door promises. */
  async best({ limit, offset = 0, ...wanted }: ProductSearch): Promise<ProductRow[]> {
    const most = Math.min(Math.max(1, limit), MOST_AT_ONCE);
    const filter = await this.filter({ ...wanted, active: true });
    const found = await this.search.byWords(wanted.words ?? '', filter);
    return found?.slice(offset, offset + most) ?? this.index.list(filter, { offset, limit: most });
  }

  /** A page: of the best matches where there are words, else of all by name. */
  async page(wanted: Wanted, query: PageQuery): Promise<Page<ProductRow>> {
    const { limit } = query;
    const position = positionOf(query);
    const filter = await this.filter(wanted);
    const found = await this.search.byWords(wanted.words ?? '', filter);
    if (found === null) {
      const rows = await this.index.list(filter, { after: placeOf(position), limit: limit + 1 });
      return pageOf(rows, limit, ({ nameKey, id }) => `${id} ${nameKey}`);
    }
    const offset = offsetOf(position);
    return pageOf(found.slice(offset), limit, () => String(offset + limit));
  }

  private async filter(wanted: Wanted): Promise<Filter> {
    const { categoryId, minPrice, maxPrice, inStock, active } = wanted;
    const filter = { minPrice, maxPrice, inStock, active };
    if (categoryId === undefined) return filter;
    const { within } = await this.shelves.load();
    return { ...filter, categoryIds: within(categoryId).slice(0, 900) };
  }
}

const AN_ID = 36;

/** A page by name begins after an id and the name that it has. */
function placeOf(position: string | null): Place | undefined {
  if (position === null) return undefined;
  if (position.charAt(AN_ID) !== ' ') throw new CursorUnknown();
  return { id: position.slice(0, AN_ID), nameKey: position.slice(AN_ID + 1) };
}

/** A page of matches begins at their number. */
function offsetOf(position: string | null): number {
  if (position === null) return 0;
  if (!/^\d{1,9}$/.test(position)) throw new CursorUnknown();
  return Number(position);
}
