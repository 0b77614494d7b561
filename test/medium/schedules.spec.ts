import { Clock } from '../../src/kernel/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { InstanceRow } from '../../src/platform/jobs/instance.entity.js';
import { InProcessJobs } from '../../src/platform/jobs/jobs.js';
import { ScheduleRow } from '../../src/platform/jobs/schedule.entity.js';
import { ScheduleRepository } from '../../src/platform/jobs/schedule.repository.js';
import { Schedules } from '../../src/platform/jobs/schedules.js';
import { ShardRepository } from '../../src/platform/jobs/shard.repository.js';
import { ShardRow } from '../../src/platform/jobs/shard.entity.js';
import { Shards } from '../../src/platform/jobs/shards.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';

class SetClock extends Clock {
  constructor(public at: Date) {
    super();
  }
  now(): Date {
    return this.at;
  }
}

describeEachDatabase('regular work', (open) => {
  const ground = open({
    entities: [InstanceRow, ShardRow, ScheduleRow],
    providers: [ShardRepository, ScheduleRepository],
  });
  const running: { jobs: InProcessJobs; shards: Shards; schedules: Schedules }[] = [];

  function instance(clock: Clock, run: () => Promise<void>): void {
    const jobs = new InProcessJobs('all');
    const shards = new Shards(ground.get(ShardRepository), ground.get(Database), jobs);
    const schedules = new Schedules(ground.get(ScheduleRepository), jobs, shards, clock);
    schedules.onModuleInit();
    schedules.define({ name: 'work.daily', setting: 'WORK_CRON', cron: '0 6 * * *', run });
    jobs.onApplicationBootstrap();
    running.push({ jobs, shards, schedules });
  }
  const last = async () =>
    (await ground.get(Database).manager.findOneBy(ScheduleRow, { name: 'work.daily' }))?.lastBegunAt;

  afterEach(async () => {
    for (const { schedules, shards } of running.splice(0)) {
      await schedules.beforeApplicationShutdown();
      await shards.beforeApplicationShutdown();
    }
  });

  it('is begun once when it is due, by one of several instances', async () => {
    const clock = new SetClock(new Date('2026-11-21T05:59:59Z'));
    const begun: Date[] = [];
    const work = async () => void begun.push(clock.now());
    instance(clock, work);
    instance(clock, work);
    await until('it is known', async () => (await last()) !== undefined);
    clock.at = new Date('2026-11-21T06:00:01Z');
    await until('it was begun', () => begun.length > 0);
    clock.at = new Date('2026-11-21T06:00:09Z');
    await until('time went on', async () => (await last())?.toISOString() === '2026-11-21T06:00:01.000Z');
    expect(begun).toHaveLength(1);
  });

  it('is begun once at start when it was due while nobody was up', async () => {
    await ground
      .get(Database)
      .insertMany(ScheduleRow, [{ name: 'work.daily', lastBegunAt: new Date('2026-11-18T06:00:00Z') }]);
    let begun = 0;
    instance(new SetClock(new Date('2026-11-21T12:00:00Z')), async () => void (begun += 1));
    await until('it was begun', () => begun > 0);
    expect((await last())?.toISOString()).toBe('2026-11-21T12:00:00.000Z');
    expect(begun).toBe(1);
  });

  it('an instance whose clock is an hour behind does not begin again what was begun', async () => {
    await ground
      .get(Database)
      .insertMany(ScheduleRow, [{ name: 'work.daily', lastBegunAt: new Date('2026-11-21T06:30:00Z') }]);
    let begun = 0;
    instance(new SetClock(new Date('2026-11-21T05:30:00Z')), async () => void (begun += 1));
    await until(
      'it has looked',
      async () => (await ground.get(Database).manager.countBy(InstanceRow, {})) === 1,
    );
    const beats = async () => (await ground.get(Database).manager.findOneByOrFail(InstanceRow, {})).beats;
    await until('it has looked again', async () => (await beats()) > 2);
    expect(begun).toBe(0);
  });

  it('an expression that is none stops the start with the name of its setting', () => {
    const jobs = new InProcessJobs('all');
    const shards = new Shards(ground.get(ShardRepository), ground.get(Database), jobs);
    const schedules = new Schedules(ground.get(ScheduleRepository), jobs, shards, new SetClock(new Date(0)));
    const define = (cron: string | undefined) =>
      schedules.define({ name: 'x', setting: 'WORK_CRON', cron, run: async () => undefined });
    expect(() => define('every day')).toThrow(/WORK_CRON/);
    expect(() => define('')).not.toThrow();
    expect(() => define(undefined)).not.toThrow();
  });
});
