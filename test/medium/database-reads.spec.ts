import { describeEachDatabase } from './databases.js';
import { Probe, probe, probeMigrations, ProbePart } from './probe.js';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const named = (number: number): string => `id-${String(number).padStart(5, '0')}`;

describeEachDatabase('reads', (open) => {
  const ground = open({ entities: [Probe, ProbePart], migrations: probeMigrations, poolSize: 4 });
  const fill = (rows: readonly Probe[]): Promise<void> => ground.database.insertMany(Probe, rows);
  const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id).toSorted();

  it('give each value as it was written, and nothing that was not picked', async () => {
    const written = {
      note: 'née à Mbuji-Mayi',
      story: 'x'.repeat(5_000),
      payload: { a: [1, null] },
      picture: Buffer.from([0, 255]),
      price: '12.50',
      ratio: 0.5,
      active: false,
      happenedAt: new Date('2026-02-03T04:05:06.789Z'),
    };
    await fill([probe(1, written)]);
    const pick = ['note', 'story', 'payload', 'picture', 'price', 'ratio', 'active', 'happenedAt'] as const;
    expect(await ground.database.read(Probe, { pick, where: { id: 'id-1' } })).toEqual([written]);
  });

  it('give the whole row where nothing is picked', async () => {
    await fill([probe(1, { price: '1.00' })]);
    const rows = await ground.database.read(Probe, { where: { reference: 'reference-1' } });
    expect(rows).toEqual([probe(1, { price: '1.00' })]);
  });

  it('give null for what is not there', async () => {
    await fill([probe(1)]);
    const pick = ['note', 'story', 'payload', 'picture', 'price', 'ratio'] as const;
    const [row] = await ground.database.read(Probe, { pick, where: { id: 'id-1' } });
    expect(new Set(Object.values(row ?? {}))).toEqual(new Set([null]));
  });

  it('find any of a list, of one, of many, of more than fit into one statement', async () => {
    await fill(numbers(1_300).map((n) => probe(n, { id: named(n) })));
    for (const count of [1, 3, 5, 600, 1_300]) {
      const ids = numbers(count).map(named);
      const rows = await ground.database.read(Probe, { pick: ['id'], where: { id: ids } });
      expect(idsOf(rows)).toEqual(ids);
    }
  });

  it('find nothing for an empty list or a null', async () => {
    await fill([probe(1)]);
    const read = (where: object) => ground.database.read(Probe, { pick: ['id'], where });
    expect(await read({ id: [] })).toEqual([]);
    expect(await read({ note: null })).toEqual([]);
  });

  it('need every condition, also of truths, numbers and moments', async () => {
    const happenedAt = new Date('2026-03-01T00:00:00.001Z');
    await fill([
      probe(1, { active: true, version: 7, happenedAt }),
      probe(2, { active: false, version: 7, happenedAt }),
      probe(3, { active: true, version: 8, happenedAt }),
      probe(4, { active: true, version: 7 }),
    ]);
    const where = { active: true, version: 7, happenedAt };
    expect(idsOf(await ground.database.read(Probe, { pick: ['id'], where }))).toEqual(['id-1']);
  });

  it('page through what waits, in its order', async () => {
    await fill(numbers(10).map((n) => probe(n, { id: named(n), state: n % 3 === 0 ? 'DONE' : 'NEW' })));
    const seen: string[] = [];
    for (let after = ' '; ;) {
      const page = { by: 'id', after, limit: 4 } as const;
      const rows = await ground.database.read(Probe, { pick: ['id'], where: { state: 'NEW' }, page });
      seen.push(...rows.map(({ id }) => id));
      const last = rows.at(-1);
      if (rows.length < 4 || last === undefined) break;
      after = last.id;
    }
    expect(seen).toEqual([1, 2, 4, 5, 7, 8].map(named));
  });

  it('find what is no later than a moment, the first of it', async () => {
    const at = (ms: number) => new Date(Date.UTC(2026, 2, 1) + ms);
    await fill(numbers(6).map((n) => probe(n, { id: named(n), happenedAt: at(n) })));
    const read = (limit: number) =>
      ground.database.read(Probe, {
        pick: ['id'],
        where: { state: 'NEW' },
        upTo: { happenedAt: at(3) },
        page: { by: 'id', limit },
      });
    expect(idsOf(await read(10))).toEqual([0, 1, 2, 3].map(named));
    expect(idsOf(await read(2))).toEqual([0, 1].map(named));
  });

  it('begin a page with the first of several properties', async () => {
    await fill(numbers(6).map((n) => probe(n, { id: named(n), version: n % 2 === 0 ? 2 : 1, state: 'NEW' })));
    const page = { by: ['version', 'id'], limit: 4 } as const;
    const rows = await ground.database.read(Probe, { pick: ['id'], where: { state: 'NEW' }, page });
    expect(rows.map(({ id }) => id)).toEqual([1, 3, 5, 0].map(named));
  });

  it('see what the ambient transaction has written, and leave its end alone', async () => {
    const { database } = ground;
    const failure = database.transaction(async () => {
      await fill([probe(1)]);
      expect(await database.read(Probe, { pick: ['id'], where: { id: 'id-1' } })).toHaveLength(1);
      throw new Error('back');
    });
    await expect(failure).rejects.toThrow('back');
    expect(await database.read(Probe, { pick: ['id'], where: { id: 'id-1' } })).toEqual([]);
  });

  it('refuse a property that is no column', async () => {
    const where: object = { nothing: 1 };
    await expect(ground.database.read(Probe, { pick: ['id'], where })).rejects.toThrow(
      'no column for nothing',
    );
  });
});
