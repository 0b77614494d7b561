// What is usually written to copy products: each is looked for and saved, one after the other.
import { DataSource, EntitySchema } from 'typeorm';
import { pagesOf } from './catalog-api.mjs';
import { serveSync } from './templates-api.mjs';

const { DATABASE_URL: url, MOST_PRODUCTS: most } = process.env;
const text = { type: String };
const Product = new EntitySchema({
  name: 'product',
  columns: {
    id: { type: String, primary: true, generated: 'uuid' },
    remoteId: text,
    sku: text,
    name: text,
    description: text,
    price: { type: 'decimal', precision: 14, scale: 4 },
    currency: text,
    stock: { type: Number },
    category: text,
    images: { type: 'simple-json' },
    attributes: { type: 'simple-json' },
    active: { type: Boolean },
    updatedAt: { type: Date, updateDate: true },
  },
  uniques: [{ columns: ['sku'] }],
});

const source = await new DataSource({
  ...(url.startsWith('sqlite:') ? await sqliteOptions() : { type: 'postgres', url, installExtensions: true }),
  entities: [Product],
  synchronize: true,
}).initialize();

serveSync(async () => {
  const repository = source.getRepository(Product);
  let total = 0;
  for await (const products of pagesOf(Number(most))) {
    for (const { id: remoteId, category, is_active: active, ...given } of products) {
      const { sku, name, description, price, currency, stock, images, attributes } = given;
      const content = { sku, name, description, price, currency, stock, images, attributes };
      const known = await repository.findOneBy({ sku });
      await repository.save({ ...known, ...content, remoteId, category: category.id, active });
      total += 1;
    }
  }
  return total;
});

async function sqliteOptions() {
  const { NodeSqlite } = await import('../../dist/src/platform/database/sqlite-driver.js');
  return { type: 'better-sqlite3', driver: NodeSqlite, database: url.slice('sqlite:'.length) };
}
