import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateUtils } from 'typeorm/util/DateUtils.js';
import { NodeSqlite } from './sqlite-driver.js';

describe('SQLite as built into Node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-test-'));
  const file = join(folder, 'new', 'deep', 'test.sqlite');
  let connection: NodeSqlite;

  beforeAll(() => {
    connection = new NodeSqlite(file);
    connection.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY, value)');
  });

  afterAll(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  const stored = (value: unknown): unknown => {
    connection.prepare('INSERT OR REPLACE INTO thing VALUES (1, ?)').run(value);
    return (connection.prepare('SELECT value FROM thing').all()[0] as { value: unknown }).value;
  };

  it('makes the folder, and a file that only its owner reads', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
  });

  it('is durable and keeps foreign keys', () => {
    const pragma = (name: string): unknown => Object.values(connection.pragma(name)[0] as object)[0];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(250);
  });

  it('stores moments in the text that TypeORM writes', () => {
    const moment = new Date('2026-02-03T04:05:06.007Z');
    expect(stored(moment)).toBe('2026-02-03 04:05:06.007');
    expect(stored(moment)).toBe(DateUtils.mixedDateToUtcDatetimeString(moment));
  });

  it('stores truth as a number, what is missing as null, bytes as bytes', () => {
    expect(stored(true)).toBe(1);
    expect(stored(false)).toBe(0);
    expect(stored(undefined)).toBeNull();
    expect(stored(Buffer.from([1, 2]))).toEqual(new Uint8Array([1, 2]));
  });

  it('lists the values of rows without their names', () => {
    stored('a');
    expect(connection.lists('SELECT value, id FROM thing WHERE id = ?', [1])).toEqual([['a', 1]]);
    expect(connection.lists('SELECT value, id FROM thing WHERE id = ?', [2])).toEqual([]);
    expect(connection.prepare('SELECT value, id FROM thing WHERE id = ?').all(1)).toEqual([
      { value: 'a', id: 1 },
    ]);
  });

  it('prepares a statement once, and forgets the oldest of many', () => {
    const first = connection.prepare('SELECT 0');
    expect(connection.prepare('SELECT 0')).toBe(first);
    for (let number = 1; number <= 300; number++) connection.prepare(`SELECT ${number}`);
    expect(connection.prepare('SELECT 0')).not.toBe(first);
  });
});
