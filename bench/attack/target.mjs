import { DatabaseSync } from 'node:sqlite';

/** What a thief has: every text of the database, and every digest in any of them. */
export class Target {
  texts = new Set();
  digests = new Set();
  keyIds = new Set();
  codes = 0;

  constructor(file) {
    const database = new DatabaseSync(file, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    for (const { name } of tables)
      for (const row of database.prepare(`SELECT * FROM "${name}"`).iterate())
        for (const value of Object.values(row)) if (typeof value === 'string') this.#take(value);
    this.codes = database.prepare('SELECT COUNT(DISTINCT code_index) AS count FROM uic_code').get().count;
    database.close();
  }

  /** Whether a digest, in base64url, is anywhere in the database in any writing. */
  has(digest) {
    return this.digests.has(digest);
  }

  #take(value) {
    this.texts.add(value);
    const [, id] = /^(?:v1\.)?([\w-]{6})\.[\w-]+$/.exec(value) ?? [];
    if (id !== undefined) this.keyIds.add(id);
    for (const [found] of value.matchAll(/[\w+/-]{22,}/g)) {
      this.digests.add(found.replace(/\+/g, '-').replace(/\//g, '_'));
      if (/^(?:[0-9a-f]{2})+$/i.test(found))
        this.digests.add(Buffer.from(found, 'hex').toString('base64url'));
    }
  }
}
