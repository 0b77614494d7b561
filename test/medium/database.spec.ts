import { Logger } from '@nestjs/common';
import { In, LessThan, QueryFailedError } from 'typeorm';
import { describeEachDatabase, expectNoDrift } from './databases.js';
import { gate, Probe, probe, probeMigrations, ProbePart } from './probe.js';

const failing = (): Promise<never> => Promise.reject(new Error('on purpose'));

describeEachDatabase('the ground', (open) => {
  const ground = open({ entities: [Probe, ProbePart], migrations: probeMigrations, poolSize: 8 });
  const references = async (): Promise<string[]> => {
    const found = await ground.database.manager.find(Probe, { order: { reference: 'ASC' } });
    return found.map(({ reference }) => reference);
  };

  it('has tables that fit the entities', async () => {
    expect.hasAssertions();
    await expectNoDrift(ground);
  });

  describe('values', () => {
    const full = probe(1, {
      note: 'Élodie à Kinshasa',
      story: 'é'.repeat(50_000),
      payload: { list: [1, { word: 'é' }], text: 'ü'.repeat(10_000) },
      picture: Buffer.from([0, 1, 255]),
      price: '12.50',
      ratio: 0.5,
      active: false,
    });

    it('come back as they were given to insertMany', async () => {
      await ground.database.insertMany(Probe, [full]);
      expect(await ground.database.manager.find(Probe)).toEqual([full]);
    });

    it('come back as they were given to insertIfAbsent', async () => {
      await ground.database.insertIfAbsent(Probe, [full], ['reference']);
      expect(await ground.database.manager.find(Probe)).toEqual([full]);
    });

    it('come back as they were given to updateMany', async () => {
      await ground.database.insertMany(Probe, [probe(1)]);
      const { id, ...set } = full;
      expect(await ground.database.updateMany(Probe, [{ where: { id }, set }])).toEqual([0]);
      expect(await ground.database.manager.find(Probe)).toEqual([full]);
    });

    it('come back as they were given to save', async () => {
      await ground.database.manager.save(Probe, full);
      expect(await ground.database.manager.find(Probe)).toEqual([full]);
    });

    it('have null for an empty text, whoever writes it', async () => {
      await ground.database.insertMany(Probe, [probe(1, { note: '' })]);
      await ground.database.manager.save(Probe, probe(2, { note: '', story: '' }));
      await ground.database.insertMany(Probe, [probe(3, { note: 'x' })]);
      await ground.database.manager.update(Probe, { id: 'id-3' }, { note: '' });
      const found = await ground.database.manager.find(Probe);
      expect(found.map(({ note, story }) => [note, story])).toEqual(Array(3).fill([null, null]));
    });

    it('refuse an empty text where one is needed', async () => {
      await expect(ground.database.insertMany(Probe, [probe(1, { state: '' })])).rejects.toThrow(
        QueryFailedError,
      );
      await expect(ground.database.manager.save(Probe, probe(1, { state: '' }))).rejects.toThrow(
        QueryFailedError,
      );
      expect(await references()).toEqual([]);
    });

    it('have a replacement character where PostgreSQL could not take U+0000', async () => {
      await ground.database.insertMany(Probe, [probe(1, { note: 'a\0b' })]);
      expect(await ground.database.manager.findBy(Probe, { note: 'a\ufffdb' })).toHaveLength(1);
    });

    it('keep and compare moments to the millisecond', async () => {
      const happenedAt = new Date('2026-10-25T00:30:00.001Z');
      await ground.database.insertMany(Probe, [probe(1, { happenedAt })]);
      const before = (moment: string): Promise<number> =>
        ground.database.manager.countBy(Probe, { happenedAt: LessThan(new Date(moment)) });
      expect(await before('2026-10-25T00:30:00.001Z')).toBe(0);
      expect(await before('2026-10-25T00:30:00.002Z')).toBe(1);
      expect((await ground.database.manager.find(Probe))[0]?.happenedAt).toEqual(happenedAt);
    });

    it('stay out when a check of the table forbids them', async () => {
      await expect(ground.database.insertMany(Probe, [probe(1, { state: 'ODD' })])).rejects.toThrow(
        QueryFailedError,
      );
    });
  });

  describe('transactions', () => {
    it('that overlap neither see nor commit each other', async () => {
      const { database } = ground;
      const second = gate();
      const first = database.transaction(async () => {
        await database.insertMany(Probe, [probe(1)]);
        await Promise.race([second.opened, new Promise((resolve) => setImmediate(resolve))]);
        throw new Error('on purpose');
      });
      const later = database.transaction(async () => {
        second.open();
        await database.insertMany(Probe, [probe(2)]);
        await new Promise((resolve) => setImmediate(resolve));
        await database.insertMany(Probe, [probe(3)]);
        return database.manager.countBy(Probe, { id: 'id-1' });
      });
      const single = database.manager.save(Probe, probe(4));
      expect(await Promise.allSettled([first, later, single])).toMatchObject([
        { status: 'rejected', reason: { message: 'on purpose' } },
        { status: 'fulfilled', value: 0 },
        { status: 'fulfilled' },
      ]);
      expect(await references()).toEqual(['reference-2', 'reference-3', 'reference-4']);
    });

    it('stay whole however many run at once', async () => {
      const { database } = ground;
      await database.insertMany(Probe, [probe(0, { version: 0 })]);
      const add = (): Promise<void> =>
        database.retrying(async () => {
          await database.manager.increment(Probe, { id: 'id-0' }, 'version', 1);
          const { version } = await database.manager.findOneByOrFail(Probe, { id: 'id-0' });
          await database.insertMany(Probe, [probe(version)]);
        });
      await Promise.all(Array.from({ length: 40 }, add));
      expect(await database.manager.count(Probe)).toBe(41);
    });

    it('take back everything when the work fails', async () => {
      const { database } = ground;
      const work = database.transaction(async () => {
        await database.insertMany(Probe, [probe(1)]);
        await database.insertIfAbsent(Probe, [probe(2)], ['reference']);
        await database.manager.save(Probe, probe(3));
        await database.updateMany(Probe, [{ where: { id: 'id-1' }, set: { note: 'changed' } }]);
        throw new Error('on purpose');
      });
      await expect(work).rejects.toThrow('on purpose');
      expect(await references()).toEqual([]);
    });

    it('join the one that is open', async () => {
      const { database } = ground;
      const work = database.transaction(async () => {
        await database.transaction(() => database.insertMany(Probe, [probe(1)]));
        expect(await database.manager.count(Probe)).toBe(1);
        await failing();
      });
      await expect(work).rejects.toThrow('on purpose');
      expect(await references()).toEqual([]);
    });

    it('leave nothing behind for what their work started and did not await', async () => {
      const { database } = ground;
      let late: Promise<void> | undefined;
      const ended = gate();
      await database.transaction(async () => {
        late = ended.opened.then(() => database.insertMany(Probe, [probe(1)]));
      });
      ended.open();
      await late;
      expect(await references()).toEqual(['reference-1']);
    });

    it('are run again when they lock each other out', async () => {
      const { database } = ground;
      await database.insertMany(Probe, [probe(1), probe(2)]);
      const both = gate();
      let began = 0;
      const touch = (first: string, second: string): Promise<void> =>
        database.retrying(async () => {
          await database.manager.increment(Probe, { id: first }, 'version', 1);
          if (++began >= 2 || database.dialect === 'sqlite') both.open();
          await both.opened;
          await database.manager.increment(Probe, { id: second }, 'version', 1);
        });
      await Promise.all([touch('id-1', 'id-2'), touch('id-2', 'id-1')]);
      const found = await database.manager.find(Probe);
      expect(found.map(({ version }) => version)).toEqual([3, 3]);
    });
  });

  describe("TypeORM's own statements", () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index + 10);

    beforeEach(() =>
      ground.database.insertMany(
        Probe,
        numbers.map((number) => probe(number)),
      ),
    );

    it('tell how many rows they touched', async () => {
      const { manager } = ground.database;
      const updated = await manager.update(Probe, { id: In(['id-10', 'id-11', 'nobody']) }, { note: 'x' });
      expect(updated.affected).toBe(2);
      expect((await manager.delete(Probe, { note: 'x' })).affected).toBe(2);
      expect((await manager.delete(Probe, { note: 'x' })).affected).toBe(0);
    });

    it('page through rows in order', async () => {
      const page = await ground.database.manager.find(Probe, { order: { id: 'ASC' }, skip: 5, take: 3 });
      expect(page.map(({ id }) => id)).toEqual(['id-15', 'id-16', 'id-17']);
      const [, total] = await ground.database.manager.findAndCount(Probe, { take: 1, order: { id: 'ASC' } });
      expect(total).toBe(30);
    });

    it('save, find, change and remove an entity', async () => {
      const { manager } = ground.database;
      const entity = await manager.findOneByOrFail(Probe, { reference: 'reference-10' });
      entity.note = 'changed';
      await manager.save(entity);
      expect(await manager.findOneBy(Probe, { note: 'changed' })).toEqual(entity);
      await manager.remove(entity);
      expect(await manager.findOneBy(Probe, { note: 'changed' })).toBeNull();
    });

    it('let many claim rows without two taking the same', async () => {
      const { database } = ground;
      const claim = (owner: string): Promise<string[]> =>
        database.retrying(async () => {
          const candidates = await database.manager
            .createQueryBuilder(Probe, 'probe')
            .select('probe.id', 'id')
            .where('probe.note IS NULL')
            .orderBy('probe.id')
            .limit(15)
            .getRawMany<{ id: string }>();
          const wanted = database.manager
            .createQueryBuilder(Probe, 'probe')
            .select('probe.id', 'id')
            .where('probe.id IN (:...ids) AND probe.note IS NULL', { ids: candidates.map(({ id }) => id) });
          if (database.dialect !== 'sqlite') wanted.setLock('pessimistic_write').setOnLocked('skip_locked');
          const free = (await wanted.getRawMany<{ id: string }>()).slice(0, 5).map(({ id }) => id);
          await database.manager.update(Probe, { id: In(free) }, { note: owner });
          return free;
        });
      const claimed = (await Promise.all(['a', 'b', 'c'].map(claim))).flat();
      expect(new Set(claimed).size).toBe(claimed.length);
      expect(claimed.length).toBeGreaterThan(0);
      expect(await database.manager.countBy(Probe, { note: In(['a', 'b', 'c']) })).toBe(claimed.length);
    });

    it('take parts away with their whole', async () => {
      const { database } = ground;
      await database.insertMany(ProbePart, [{ id: 'part', probeId: 'id-10', position: 1 }]);
      await database.manager.delete(Probe, { id: 'id-10' });
      expect(await database.manager.count(ProbePart)).toBe(0);
    });
  });

  describe('what is to be done after the commit', () => {
    it('is done after the outermost one', async () => {
      const { database } = ground;
      const seen: string[] = [];
      await database.transaction(async () => {
        await database.transaction(async () => database.afterCommit(() => void seen.push('after')));
        seen.push('inside');
      });
      expect(seen).toEqual(['inside', 'after']);
    });

    it('is not done when that fails', async () => {
      const { database } = ground;
      const seen: string[] = [];
      const work = database.transaction(async () => {
        database.afterCommit(() => void seen.push('after'));
        await failing();
      });
      await expect(work).rejects.toThrow('on purpose');
      expect(seen).toEqual([]);
    });

    it('is done at once when no transaction is open', () => {
      const seen: string[] = [];
      ground.database.afterCommit(() => void seen.push('now'));
      expect(seen).toEqual(['now']);
    });

    it('cannot fail what was committed', async () => {
      const { database } = ground;
      const seen: string[] = [];
      const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
      await database.transaction(async () => {
        await database.insertMany(Probe, [probe(1)]);
        database.afterCommit(() => {
          throw new Error('on purpose');
        });
        database.afterCommit(() => void seen.push('second'));
      });
      expect(seen).toEqual(['second']);
      expect(log).toHaveBeenCalledWith('After a commit: on purpose');
      log.mockRestore();
      expect(await references()).toEqual(['reference-1']);
    });
  });
});
