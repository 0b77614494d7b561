import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl } from '../src/platform/database/ddl.js';

const PRODUCT = 'catalog_product';
const BY_NAME = ['name_key', 'id'];
/** The list of products by name tells by itself which of them are sold, at which price, and left. */
const OFFER = [...BY_NAME, 'active', 'price', 'stock'];
/** What a source has in the offer, without a look at the products themselves. */
const OF_SOURCE = ['source', 'active', 'id', 'source_id', 'revision'];

/** Indices that answer by themselves: a search with a narrow filter, and what has gone from an inventory. */
export class CatalogSearch1763700029000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.index(PRODUCT, OFFER);
    await ddl.index(PRODUCT, OF_SOURCE);
    await ddl.dropIndex(PRODUCT, BY_NAME);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.index(PRODUCT, BY_NAME);
    await ddl.dropIndex(PRODUCT, OF_SOURCE);
    await ddl.dropIndex(PRODUCT, OFFER);
  }
}
