import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Kind } from '../catalog.port.js';
import { CategoryRow } from '../products/category.entity.js';
import { ProductRow } from '../products/product.entity.js';

/** Something that was copied. */
export interface Synced {
  id: string;
  name: string;
  active: boolean;
  syncedAt: Date;
}

const ENTITY = { products: ProductRow, categories: CategoryRow } as const;

/** What there is, in numbers. */
@Injectable()
export class StockRepository {
  constructor(private readonly database: Database) {}

  async counts(kind: Kind): Promise<{ count: number; active: number }> {
    const { manager } = this.database;
    const entity = ENTITY[kind];
    return { count: await manager.count(entity), active: await manager.countBy(entity, { active: true }) };
  }

  /** What changed last. */
  latest(kind: Kind, limit: number): Promise<Synced[]> {
    return this.database.manager.find<ProductRow | CategoryRow>(ENTITY[kind], {
      select: { id: true, name: true, active: true, syncedAt: true },
      order: { changedAt: 'DESC' },
      take: limit,
    });
  }
}
