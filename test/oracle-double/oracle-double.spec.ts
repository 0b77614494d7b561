import oracledb, { type BindParameters, type Connection } from 'oracledb';
import { freshDatabase, say } from '../medium/servers.js';
import type { TestStore } from '../medium/test-server.js';
import { statementsSeen } from './connection.js';
import { postgresDdl } from './ddl-translation.js';
import { serveOracleDouble } from './oracle-double.js';
import { obeyOracle } from './rules.js';

const refusal = (attempt: () => unknown): unknown => {
  try {
    attempt();
    return 'taken';
  } catch (error) {
    return (error as { errorNum?: number }).errorNum;
  }
};

describe('the Oracle double refuses', () => {
  it.each([
    [2014, 'SELECT id FROM job FETCH FIRST 1 ROWS ONLY FOR UPDATE'],
    [2014, 'SELECT DISTINCT id FROM job FOR UPDATE'],
    [2014, 'SELECT state FROM job GROUP BY state FOR UPDATE'],
    [933, 'SELECT id FROM job LIMIT 1'],
    [933, 'INSERT INTO job (id) VALUES (1) ON CONFLICT DO NOTHING'],
    [933, "SELECT id FROM job WHERE name ILIKE 'a'"],
    [933, 'SELECT id::text FROM job'],
    [933, 'SELECT j.id FROM job AS j'],
    [933, 'SELECT id FROM job;'],
    [933, 'INSERT INTO job (id) VALUES (1), (2)'],
    [933, 'UPDATE job SET a = s.a FROM source s'],
    [933, 'SELECT id FROM job EXCEPT SELECT id FROM other'],
    [933, 'DROP TABLE IF EXISTS job'],
    [971, 'UPDATE job AS j SET a = 1'],
    [923, 'SELECT 1'],
    [925, 'INSERT INTO job (id) VALUES (1) RETURNING id'],
    [904, 'UPDATE job SET active = TRUE'],
    [911, 'SELECT id FROM job WHERE id = ?'],
  ])('ORA-%i: %s', (number, sql) => {
    expect(refusal(() => obeyOracle(sql))).toBe(number);
  });

  it('ORA-1795: a list of more than 1000', () => {
    const listOf = (count: number): string =>
      `SELECT id FROM job WHERE id IN (${Array(count).fill('1').join()})`;
    expect(refusal(() => obeyOracle(listOf(1001)))).toBe(1795);
    expect(refusal(() => obeyOracle(listOf(1000)))).toBe('taken');
  });

  it('ORA-972: a name of more than 128 bytes', () => {
    expect(refusal(() => obeyOracle(`SELECT id FROM "${'n'.repeat(129)}"`))).toBe(972);
  });

  it.each([
    [902, 'CREATE TABLE "T" ("A" text)'],
    [902, 'CREATE TABLE "T" ("A" boolean)'],
    [902, 'CREATE TABLE "T" ("A" bigint)'],
    [907, 'CREATE TABLE "T" ("A" number NOT NULL DEFAULT 1)'],
    [907, 'ALTER TABLE "T" ADD CONSTRAINT "F" FOREIGN KEY ("A") REFERENCES "U" ("ID") ON UPDATE CASCADE'],
  ])('ORA-%i: %s', (number, sql) => {
    expect(refusal(() => postgresDdl(sql))).toBe(number);
  });

  it.each([
    'SELECT id FROM job WHERE id IN (1, 2) FOR UPDATE SKIP LOCKED',
    'SELECT id FROM job ORDER BY id OFFSET 5 ROWS FETCH NEXT 5 ROWS ONLY',
    'SELECT id FROM job WHERE id IN (SELECT DISTINCT id FROM other) FOR UPDATE',
    "INSERT INTO job (id, name) VALUES (1, 'LIMIT 1; SELECT ? FROM x AS y')",
    'INSERT INTO job (id) VALUES (:1) RETURNING id INTO :2',
    'UPDATE job SET a = (SELECT b FROM other)',
  ])('nothing that Oracle takes: %s', (sql) => {
    expect(refusal(() => obeyOracle(sql))).toBe('taken');
  });
});

const { TEST_POSTGRES_URL: postgresUrl } = process.env;
if (postgresUrl) behaviour(postgresUrl);
else say('the Oracle double: its behaviour was not run, TEST_POSTGRES_URL is not set');

function behaviour(adminUrl: string): void {
  describe('the Oracle double', () => {
    let store: TestStore;
    let connection: Connection;
    const run = (sql: string, binds: BindParameters = []) =>
      connection.execute<Record<string, unknown>>(sql, binds, { outFormat: oracledb.OUT_FORMAT_OBJECT });
    const numberOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'taken',
        (error: { errorNum?: number; code?: string }) => error.errorNum ?? error.code,
      );

    beforeAll(async () => {
      store = await freshDatabase(adminUrl);
      await serveOracleDouble('DOUBLE', store.url);
      connection = await oracledb.getConnection({
        user: 'a',
        password: 'a',
        connectString: '127.0.0.1:1521/DOUBLE',
      });
      await run(
        'CREATE TABLE "T" ("ID" number PRIMARY KEY, "NAME" varchar2(20), "SHORT" varchar2(10) NOT NULL, "STORY" clob, ' +
          '"AT" timestamp, CONSTRAINT "UQ_T" UNIQUE ("NAME", "SHORT"), CONSTRAINT "CK_T" CHECK (id < 100))',
      );
      await run('CREATE TABLE "P" ("ID" number, "T_ID" number REFERENCES "T" ("ID"))');
    });

    beforeEach(async () => {
      await run('DELETE FROM p');
      await run('DELETE FROM t');
      await connection.commit();
    });

    afterAll(async () => {
      await connection.close();
      await store.drop();
    });

    it('has no empty text', async () => {
      await run("INSERT INTO t (id, name, short) VALUES (1, '', 'a')");
      await run('INSERT INTO t (id, name, short) VALUES (:1, :2, :3)', [2, '', 'b']);
      const { rows } = await run('SELECT COUNT(*) AS "n" FROM t WHERE name IS NULL');
      expect(rows).toEqual([{ n: 2 }]);
      expect(await numberOf(run('INSERT INTO t (id, short) VALUES (:1, :2)', [3, '']))).toBe(1400);
      expect(await numberOf(run('UPDATE t SET short = :1', ['']))).toBe(1407);
    });

    it('counts a text in bytes', async () => {
      const insert = (name: string) => run('INSERT INTO t (id, name, short) VALUES (1, :1, :2)', [name, 'a']);
      expect(await numberOf(insert('é'.repeat(11)))).toBe(12899);
      expect(await numberOf(insert('é'.repeat(10)))).toBe('taken');
      await run('ALTER TABLE t ADD "LATER" varchar2(4)');
      expect(await numberOf(run('UPDATE t SET "LATER" = :1', ['ééé']))).toBe(12899);
      await run('ALTER TABLE t DROP COLUMN "LATER"');
    });

    it('takes long texts only into INSERT and UPDATE, and never compares them', async () => {
      const long = 'é'.repeat(30_000);
      await run('INSERT INTO t (id, short, story) VALUES (1, :1, :2)', ['a', long]);
      expect(await numberOf(run('SELECT id FROM t WHERE name = :1', ['x'.repeat(4001)]))).toBe(1461);
      expect(await numberOf(run('SELECT id FROM t WHERE story = :1', ['x']))).toBe(932);
      expect(await numberOf(run('SELECT id FROM t ORDER BY story'))).toBe(932);
      expect(await numberOf(run('SELECT DISTINCT story FROM t'))).toBe(932);
    });

    it('takes back a failed statement and goes on with the transaction', async () => {
      await run("INSERT INTO t (id, short) VALUES (1, 'a')");
      expect(await numberOf(run("INSERT INTO t (id, short) VALUES (1, 'b')"))).toBe(1);
      await run("INSERT INTO t (id, short) VALUES (2, 'c')");
      await connection.commit();
      expect((await run('SELECT id AS "id" FROM t ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
    });

    it('commits before and after a change of the schema', async () => {
      await run("INSERT INTO t (id, short) VALUES (1, 'a')");
      await run('CREATE TABLE "X" ("A" number)');
      await connection.rollback();
      expect((await run('SELECT COUNT(*) AS "n" FROM t')).rows).toEqual([{ n: 1 }]);
      await run('DROP TABLE "X" PURGE');
    });

    it('wants SET TRANSACTION to be the first statement', async () => {
      await run("INSERT INTO t (id, short) VALUES (1, 'a')");
      expect(await numberOf(run('SET TRANSACTION ISOLATION LEVEL READ COMMITTED'))).toBe(1453);
    });

    it('knows a savepoint until its transaction ends', async () => {
      await run('SAVEPOINT one');
      await run("INSERT INTO t (id, short) VALUES (1, 'a')");
      await run('ROLLBACK TO SAVEPOINT one');
      expect((await run('SELECT COUNT(*) AS "n" FROM t')).rows).toEqual([{ n: 0 }]);
      await connection.commit();
      expect(await numberOf(run('ROLLBACK TO SAVEPOINT one'))).toBe(1086);
    });

    it('tells constraints from one another', async () => {
      await run("INSERT INTO t (id, name, short) VALUES (1, NULL, 'a')");
      expect(await numberOf(run("INSERT INTO t (id, name, short) VALUES (2, NULL, 'a')"))).toBe(1);
      expect(await numberOf(run("INSERT INTO t (id, short) VALUES (200, 'a')"))).toBe(2290);
      expect(await numberOf(run('INSERT INTO p (id, t_id) VALUES (1, 9)'))).toBe(2291);
      await run('INSERT INTO p (id, t_id) VALUES (1, 1)');
      expect(await numberOf(run('DELETE FROM t'))).toBe(2292);
      expect(await numberOf(run('SELECT id FROM nowhere'))).toBe(942);
      expect(await numberOf(run('SELECT nothing FROM t'))).toBe(904);
      expect(await numberOf(run('CREATE TABLE "T" ("A" number)'))).toBe(955);
    });

    it('returns what it wrote into OUT binds', async () => {
      const { outBinds } = await run(
        'INSERT INTO t (id, short) VALUES (:1, :2) RETURNING id, short INTO :3, :4',
        [
          7,
          'a',
          { dir: oracledb.BIND_OUT, type: oracledb.DB_TYPE_NUMBER },
          { dir: oracledb.BIND_OUT, type: oracledb.DB_TYPE_VARCHAR, maxSize: 10 },
        ],
      );
      expect(outBinds).toEqual([[7], ['a']]);
    });

    it('writes many rows and tells which it could not', async () => {
      const { batchErrors, rowsAffected } = await connection.executeMany(
        'INSERT INTO t (id, short) VALUES (:1, :2)',
        [
          [1, 'a'],
          [1, 'b'],
          [2, null],
          [3, 'c'],
        ],
        {
          bindDefs: [{ type: oracledb.DB_TYPE_NUMBER }, { type: oracledb.DB_TYPE_VARCHAR, maxSize: 10 }],
          batchErrors: true,
          autoCommit: true,
        },
      );
      expect(rowsAffected).toBe(2);
      expect(batchErrors?.map(({ offset, errorNum }) => [offset, errorNum])).toEqual([
        [1, 1],
        [2, 1400],
      ]);
      await connection.rollback();
      expect((await run('SELECT COUNT(*) AS "n" FROM t')).rows).toEqual([{ n: 0 }]);
    });

    it('takes MERGE and the hint for duplicates as Oracle does', async () => {
      const merge =
        'MERGE INTO "T" "t" USING (SELECT :1 AS "ID", :2 AS "SHORT" FROM DUAL) "s" ON ("t"."ID" = "s"."ID") ' +
        'WHEN MATCHED THEN UPDATE SET "t"."SHORT" = "s"."SHORT" ' +
        'WHEN NOT MATCHED THEN INSERT ("ID", "SHORT") VALUES ("s"."ID", "s"."SHORT")';
      await run(merge, [1, 'a']);
      await run(merge, [1, 'b']);
      await run("INSERT /*+ IGNORE_ROW_ON_DUPKEY_INDEX(t(id)) */ INTO t (id, short) VALUES (1, 'c')");
      expect((await run('SELECT id AS "id", short AS "short" FROM t')).rows).toEqual([{ id: 1, short: 'b' }]);
    });

    it('knows quoted small names from unquoted ones', async () => {
      await run('CREATE TABLE "small" ("a" number)');
      expect(await numberOf(run('SELECT 1 AS "n" FROM small'))).toBe(942);
      expect(await numberOf(run('SELECT a FROM "small"'))).toBe(904);
      expect(await numberOf(run('SELECT "a" FROM "small"'))).toBe('taken');
      await run('DROP TABLE "small"');
    });

    it('has the driver itself check what is bound', async () => {
      expect(await numberOf(run('SELECT id FROM t WHERE id = :1', []))).toBe('NJS-098');
      expect(await numberOf(run('SELECT id FROM t WHERE id = :1', [true]))).toBe(3115);
    });

    it('remembers the statements that it ran', () => {
      expect([...statementsSeen]).toContain('DELETE FROM p');
    });
  });
}
