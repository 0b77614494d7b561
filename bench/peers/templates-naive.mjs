// What is usually written to keep templates: each is looked for and saved, one after the other.
import { DataSource, EntitySchema } from 'typeorm';
import { serveSync, pagesOf } from './templates-api.mjs';

const { DATABASE_URL: url } = process.env;
const text = { type: String };
const Template = new EntitySchema({
  name: 'template',
  columns: {
    id: { type: String, primary: true, generated: 'uuid' },
    metaId: text,
    name: text,
    language: text,
    status: text,
    category: text,
    components: { type: 'simple-json' },
    active: { type: Boolean },
    updatedAt: { type: Date, updateDate: true },
  },
  uniques: [{ columns: ['name', 'language'] }],
});

const source = await new DataSource({
  ...(url.startsWith('sqlite:') ? await sqliteOptions() : { type: 'postgres', url, installExtensions: true }),
  entities: [Template],
  synchronize: true,
}).initialize();

serveSync(async () => {
  const repository = source.getRepository(Template);
  let total = 0;
  for await (const { data } of pagesOf()) {
    for (const { id: metaId, name, language, status, category, components } of data) {
      const known = await repository.findOneBy({ name, language });
      await repository.save({ ...known, metaId, name, language, status, category, components, active: true });
      total += 1;
    }
  }
  return total;
});

async function sqliteOptions() {
  const { NodeSqlite } = await import('../../dist/src/platform/database/sqlite-driver.js');
  return { type: 'better-sqlite3', driver: NodeSqlite, database: url.slice('sqlite:'.length) };
}
