import { Like } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { InstanceRow } from '../../src/platform/jobs/instance.entity.js';
import { InProcessJobs } from '../../src/platform/jobs/jobs.js';
import { ShardRepository } from '../../src/platform/jobs/shard.repository.js';
import { ShardRow } from '../../src/platform/jobs/shard.entity.js';
import { Shards } from '../../src/platform/jobs/shards.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';

describeEachDatabase('sharing work between instances', (open) => {
  const ground = open({ entities: [InstanceRow, ShardRow], providers: [ShardRepository] });
  const running: { shards: Shards; jobs: InProcessJobs }[] = [];

  function instance(): Shards {
    const jobs = new InProcessJobs('all');
    const shards = new Shards(ground.get(ShardRepository), ground.get(Database), jobs);
    shards.join({ name: 'work', count: 8 });
    jobs.onApplicationBootstrap();
    running.push({ shards, jobs });
    return shards;
  }
  const held = (shards: Shards) => [...shards.held('work')];

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ shards }) => shards.beforeApplicationShutdown()));
  });

  it('one instance does everything', async () => {
    const only = instance();
    await until('it has all shards', () => held(only).length === 8);
    expect(held(only)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('two instances do half each, and never the same', async () => {
    const first = instance();
    await until('the first has all', () => held(first).length === 8);
    const second = instance();
    await until('both have half', () => held(first).length === 4 && held(second).length === 4);
    expect([...held(first), ...held(second)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('an instance that leaves hands over at once', async () => {
    const first = instance();
    const second = instance();
    await until('both work', () => held(first).length === 4 && held(second).length === 4);
    await first.beforeApplicationShutdown();
    await until('the second has all', () => held(second).length === 8);
    expect(held(first)).toEqual([]);
  });

  it('a process that vanished from this machine is noticed at the next beat', async () => {
    const manager = ground.get(Database).manager;
    const { host } = await (async () => {
      const first = instance();
      await until('it has entered', () => held(first).length === 8);
      return manager.findOneByOrFail(InstanceRow, {});
    })();
    await running.splice(0)[0]?.shards.beforeApplicationShutdown();
    await manager.insert(InstanceRow, { id: '0-gone', host, pid: 2 ** 30, beats: 7 });
    await manager.update(ShardRow, { id: Like('work:%') }, { owner: '0-gone' });
    const heir = instance();
    await until('the heir has all', () => held(heir).length === 8, 4_000);
    expect(await manager.countBy(InstanceRow, { id: '0-gone' })).toBe(0);
  });
});
