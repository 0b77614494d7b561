import { QueryFailedError } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { describeEachDatabase } from './databases.js';
import { Probe, probe, probeMigrations, ProbePart } from './probe.js';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describeEachDatabase('batches', (open) => {
  const ground = open({ entities: [Probe, ProbePart], migrations: probeMigrations, poolSize: 8 });
  const count = (): Promise<number> => ground.database.manager.count(Probe);

  describe('insertMany', () => {
    it('does nothing with no rows', async () => {
      await ground.database.insertMany(Probe, []);
      expect(await count()).toBe(0);
    });

    it('inserts more rows than fit into one statement', async () => {
      await ground.database.insertMany(
        Probe,
        numbers(1201).map((number) => probe(number)),
      );
      expect(await count()).toBe(1201);
    });

    it('inserts all or nothing', async () => {
      const rows = [...numbers(1100), 1099].map((number) => probe(number));
      const error: unknown = await ground.database.insertMany(Probe, rows).catch((thrown: unknown) => thrown);
      expect(ground.database.isConflict(error)).toBe(true);
      expect(await count()).toBe(0);
    });

    it('leaves to the database what a row does not name', async () => {
      const { version: _version, active: _active, ...row } = probe(1);
      await ground.database.insertMany(Probe, [row]);
      expect(await ground.database.manager.find(Probe)).toMatchObject([{ version: 0, active: true }]);
    });

    it('refuses rows that are not alike and names that are no columns', async () => {
      const { note: _note, ...short } = probe(2);
      await expect(ground.database.insertMany(Probe, [probe(1), short])).rejects.toThrow('same properties');
      const odd: object = { id: '1', nothing: 1 };
      await expect(ground.database.insertMany(Probe, [odd])).rejects.toThrow('no column for nothing');
      expect(await count()).toBe(0);
    });

    it('keeps every sign as it was given', async () => {
      const signs = ['"', '\\', '{a,"b"}', 'NULL', ' ', "l'eau", 'a\nb\tc', '\\x00', '$1 ?', 'é ✓ 😀', '%_'];
      const rows = signs.map((note, number) =>
        probe(number, { note, story: note, payload: [note], picture: Buffer.from(note) }),
      );
      await ground.database.insertMany(Probe, rows);
      const found = await ground.database.manager.find(Probe, { order: { id: 'ASC' } });
      expect(found).toEqual(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    });

    it('fails for a fault of its own only, whatever is written at the same time', async () => {
      await ground.database.insertMany(Probe, [probe(1)]);
      const batches = [[probe(2)], [probe(3), probe(1)], [probe(4)], [probe(5), probe(5)], [probe(6)]];
      const outcomes = await Promise.allSettled(
        batches.map((rows) => ground.database.insertMany(Probe, rows)),
      );
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, false, true]);
      const ids = (await ground.database.manager.find(Probe, { order: { id: 'ASC' } })).map(({ id }) => id);
      expect(ids).toEqual(['id-1', 'id-2', 'id-4', 'id-6']);
    });

    it('refuses a part without its whole', async () => {
      const part = { id: 'p', probeId: 'nobody', position: 1 };
      await expect(ground.database.insertMany(ProbePart, [part])).rejects.toThrow(QueryFailedError);
    });
  });

  describe('insertIfAbsent', () => {
    it('says in the order of the caller which rows were new', async () => {
      await ground.database.insertMany(Probe, [probe(3), probe(1)]);
      const rows = [5, 3, 2, 1, 4].map((number) => probe(number, { id: `other-${number}` }));
      expect(await ground.database.insertIfAbsent(Probe, rows, ['reference'])).toEqual([0, 2, 4]);
      expect(await count()).toBe(5);
    });

    it('finds only the first of rows with the same key new', async () => {
      const rows = [probe(1, { note: 'first' }), probe(1, { id: 'other', note: 'second' }), probe(0)];
      expect(await ground.database.insertIfAbsent(Probe, rows, ['reference'])).toEqual([0, 2]);
      const [found] = await ground.database.manager.findBy(Probe, { reference: 'reference-1' });
      expect(found?.note).toBe('first');
    });

    it('knows keys of several columns and of numbers', async () => {
      await ground.database.insertMany(Probe, [probe(1)]);
      const part = (position: number): ProbePart => ({
        id: `part-${position}`,
        probeId: 'id-1',
        position,
        label: null,
      });
      const insert = (rows: ProbePart[]): Promise<number[]> =>
        ground.database.insertIfAbsent(ProbePart, rows, ['probeId', 'position']);
      expect(await insert([part(10), part(9)])).toEqual([0, 1]);
      expect(await insert([part(11), part(10), part(9)])).toEqual([0]);
    });

    it('knows the primary key', async () => {
      await ground.database.insertMany(Probe, [probe(1)]);
      const rows = [probe(1), probe(2)];
      expect(await ground.database.insertIfAbsent(Probe, rows, ['id'])).toEqual([1]);
    });

    it('fails whole when a row meets another constraint', async () => {
      await ground.database.insertMany(Probe, [probe(1)]);
      const rows = [probe(2), probe(3, { id: 'id-1' })];
      const error: unknown = await ground.database
        .insertIfAbsent(Probe, rows, ['reference'])
        .catch((thrown: unknown) => thrown);
      expect(ground.database.isConflict(error)).toBe(true);
      expect(await count()).toBe(1);
    });

    it('refuses a key that is missing', async () => {
      const { reference: _reference, ...row } = probe(1);
      await expect(ground.database.insertIfAbsent(Probe, [row], ['reference'])).rejects.toThrow('lack');
      const empty = probe(1, { reference: '' });
      await expect(ground.database.insertIfAbsent(Probe, [empty], ['reference'])).rejects.toThrow('no value');
    });

    it('finds each row new exactly once, whoever comes', async () => {
      const one = ground.dialect === 'sqlite';
      const other = one ? ground.database : (await ground.another()).get(Database);
      const write = async (writer: number): Promise<number> => {
        const database = writer % 2 ? ground.database : other;
        let fresh = 0;
        for (let batch = 0; batch < 10; batch++) {
          const rows = numbers(50).map((n) => {
            const number = batch * 50 + ((n * 7 + writer * 13) % 50);
            return probe(number, { id: `${writer}-${number}` });
          });
          const found = await database.retrying(
            () => database.insertIfAbsent(Probe, rows, ['reference']),
            20,
          );
          fresh += found.length;
        }
        return fresh;
      };
      const fresh = await Promise.all(numbers(6).map(write));
      expect(fresh.reduce((sum, each) => sum + each, 0)).toBe(500);
      expect(await count()).toBe(500);
    });
  });

  describe('updateMany', () => {
    it('says which changes found their row', async () => {
      await ground.database.insertMany(Probe, [probe(1), probe(2), probe(3)]);
      const changes = [3, 9, 1].map((number) => ({
        where: { id: `id-${number}` },
        set: { note: `note ${number}`, active: false },
      }));
      expect(await ground.database.updateMany(Probe, changes)).toEqual([0, 2]);
      const found = await ground.database.manager.find(Probe, { order: { id: 'ASC' } });
      expect(found.map(({ note, active }) => [note, active])).toEqual([
        ['note 1', false],
        [null, true],
        ['note 3', false],
      ]);
    });

    it('lets one of many win a version', async () => {
      const { database } = ground;
      await database.insertMany(Probe, [probe(1), probe(2)]);
      const change = (writer: number): Promise<number[]> =>
        database.retrying(() =>
          database.updateMany(Probe, [
            { where: { id: 'id-2', version: 1 }, set: { version: 2, note: `writer ${writer}` } },
            { where: { id: 'id-1', version: 7 }, set: { version: 8, note: 'never' } },
          ]),
        );
      const won = await Promise.all(numbers(6).map(change));
      expect(won.flat()).toEqual([0]);
      expect(await database.manager.countBy(Probe, { version: 2 })).toBe(1);
    });

    it('sets null and finds by moments, numbers and truth', async () => {
      await ground.database.insertMany(Probe, [probe(1, { note: 'there', ratio: 1.5 })]);
      const { happenedAt } = probe(1);
      const where = { happenedAt, version: 1, active: true };
      const set = { note: null, ratio: null };
      expect(await ground.database.updateMany(Probe, [{ where, set }])).toEqual([0]);
      expect(await ground.database.manager.find(Probe)).toMatchObject([{ note: null, ratio: null }]);
    });

    it('changes more rows than fit into one statement', async () => {
      await ground.database.insertMany(
        Probe,
        numbers(1100).map((number) => probe(number)),
      );
      const changes = numbers(1100).map((number) => ({
        where: { id: `id-${number}` },
        set: { version: number },
      }));
      expect(await ground.database.updateMany(Probe, changes)).toEqual(numbers(1100));
      expect(await ground.database.manager.findOneBy(Probe, { id: 'id-1099' })).toMatchObject({
        version: 1099,
      });
    });
  });
});
