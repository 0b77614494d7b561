import { QueryFailedError } from 'typeorm';
import { dataSourceOptions, PortableDataSource } from './data-source.js';
import { StrayStatementError } from './sqlite-turns.js';

describe('turns at the one connection of SQLite', () => {
  let source: PortableDataSource;
  const values = async (): Promise<unknown[]> => {
    const rows = await source.query<{ value: string }[]>('SELECT value FROM thing ORDER BY rowid');
    return rows.map(({ value }) => value);
  };
  const insert = (value: string): string => `INSERT INTO thing VALUES ('${value}')`;
  const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  beforeEach(async () => {
    source = await new PortableDataSource(
      dataSourceOptions({ url: 'sqlite::memory:', migrations: [] }),
    ).initialize();
    await source.query('CREATE TABLE thing (value TEXT UNIQUE)');
  });

  afterEach(() => source.destroy());

  it('are given in the order of asking, a transaction as a whole', async () => {
    const slow = source.transaction(async (manager) => {
      await manager.query(insert('slow 1'));
      await breath();
      await manager.query(insert('slow 2'));
    });
    const single = source.query(insert('single'));
    const late = source.transaction((manager) => manager.query(insert('late')));
    await Promise.all([late, single, slow]);
    expect(await values()).toEqual(['slow 1', 'slow 2', 'single', 'late']);
  });

  it('keep the failure of one transaction from the others', async () => {
    const failing = source.transaction(async (manager) => {
      await manager.query(insert('lost'));
      await breath();
      throw new Error('on purpose');
    });
    const other = source.transaction((manager) => manager.query(insert('kept')));
    await expect(failing).rejects.toThrow('on purpose');
    await other;
    expect(await values()).toEqual(['kept']);
  });

  it('refuse a statement that goes past the open transaction, and leave that usable', async () => {
    await source.transaction(async (manager) => {
      await manager.query(insert('inside'));
      await expect(source.query(insert('stray'))).rejects.toThrow(StrayStatementError);
      await expect(source.transaction(() => Promise.resolve())).rejects.toThrow(StrayStatementError);
      await manager.query(insert('still inside'));
    });
    expect(await values()).toEqual(['inside', 'still inside']);
  });

  it('let a statement pass that was only started inside', async () => {
    let late: Promise<unknown> | undefined;
    let go = (): void => undefined;
    const after = new Promise<void>((resolve) => (go = resolve));
    await source.transaction(async () => {
      late = after.then(() => source.query(insert('late')));
    });
    go();
    await late;
    expect(await values()).toEqual(['late']);
  });

  it('are not lost when a transaction cannot begin', async () => {
    await source.query('BEGIN');
    await expect(source.transaction(() => Promise.resolve())).rejects.toThrow(QueryFailedError);
    await source.transaction((manager) => manager.query(insert('after')));
    expect(await values()).toEqual(['after']);
  });

  it('are not lost when a commit fails', async () => {
    await source.query(
      'CREATE TABLE part (value TEXT REFERENCES thing(value) DEFERRABLE INITIALLY DEFERRED)',
    );
    const orphan = source.transaction((manager) => manager.query("INSERT INTO part VALUES ('nobody')"));
    await expect(orphan).rejects.toThrow('FOREIGN KEY');
    await source.transaction((manager) => manager.query(insert('after')));
    expect(await values()).toEqual(['after']);
  });

  it('are passed on, with nothing half done, by a runner that is released too early', async () => {
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    await runner.query(insert('lost'));
    await runner.release();
    expect(await values()).toEqual([]);
    await expect(runner.query(insert('too late'))).rejects.toThrow('already released');
  });

  it('keep savepoints inside the one transaction', async () => {
    await source.transaction(async (manager) => {
      await manager.query(insert('outer'));
      const inner = manager.transaction(async (nested) => {
        await nested.query(insert('inner'));
        throw new Error('on purpose');
      });
      await expect(inner).rejects.toThrow('on purpose');
    });
    expect(await values()).toEqual(['outer']);
  });

  it('come to everybody when many ask at once', async () => {
    const all = Array.from({ length: 200 }, (_, index) =>
      index % 2
        ? source.query(insert(`${index}`))
        : source.transaction((manager) => manager.query(insert(`${index}`))),
    );
    await Promise.all(all);
    expect(await values()).toHaveLength(200);
  });
});
