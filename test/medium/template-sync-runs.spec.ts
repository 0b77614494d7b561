import { Logger } from '@nestjs/common';
import { hostId } from '../../src/platform/jobs/host.js';
import { newRun } from '../../src/template-sync/runs/run.js';
import { RunRow } from '../../src/template-sync/runs/run.entity.js';
import { RunRepository } from '../../src/template-sync/runs/run.repository.js';
import { Runs } from '../../src/template-sync/runs/runs.service.js';
import { FirstRuns } from '../../src/template-sync/runs/first.job.js';
import { ScheduledRuns } from '../../src/template-sync/runs/schedule.job.js';
import { SourceRegistry } from '../../src/template-sync/sources.js';
import { TemplateSync } from '../../src/template-sync/template-sync.contract.js';
import type { Schedule, Schedules } from '../../src/platform/jobs/schedules.js';
import { Settings } from '../../src/platform/config/settings.js';
import { describeEachDatabase } from './databases.js';
import { ACCOUNT, DAY, hand, Room, START, templates, wanted } from './template-sync-ground.js';

/** A process that certainly is not alive. */
const NOBODY = 2 ** 22 + 1;

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

/** A gate that opens once. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describeEachDatabase('runs', (open) => {
  const ground = open(wanted);
  const room = new Room(ground);
  const left = (over: Partial<RunRow>): Promise<unknown> =>
    ground.source.manager.insert(RunRow, {
      ...newRun({
        accountId: ACCOUNT,
        kind: 'FULL',
        cause: 'schedule',
        actor: 'system:relais',
        dryRun: false,
        at: new Date(START),
      }),
      ...over,
    });

  it('are one at a time for an account over all instances, and the second is told which one goes on', async () => {
    const other = await ground.another();
    const registry = other.get(SourceRegistry, { strict: false });
    jest.spyOn(registry, 'of').mockImplementation(() => room.source);
    jest.spyOn(registry, 'accounts').mockImplementation(() => [ACCOUNT]);
    room.source.templates = templates(5);
    const { open: goOn, opened } = gate();
    room.source.beforePage = () => opened;
    const { id, over } = await ground.get(Runs).begin({});
    const second = other.get<TemplateSync>(TemplateSync, { strict: false }).syncTemplates();
    await expect(second).rejects.toMatchObject({ code: 'template-sync.sync-running', runId: id });
    expect(await ground.get(Runs).report(id)).toMatchObject({ state: 'RUNNING', phase: 'reading' });
    room.source.beforePage = async () => undefined;
    expect(await room.door.syncTemplates({ dryRun: true })).toMatchObject({ added: 5 });
    expect(await room.rows()).toEqual([]);
    goOn();
    expect(await over).toMatchObject({ state: 'DONE', added: 5 });
    expect(await room.runs()).toHaveLength(2);
  });

  it('of many callers at once are one', async () => {
    room.source.templates = templates(5);
    const { open: goOn, opened } = gate();
    room.source.beforePage = () => opened;
    const asked = Array.from({ length: 8 }, () => room.door.syncTemplates());
    const outcomes = Promise.allSettled(asked);
    goOn();
    const done = (await outcomes).filter(({ status }) => status === 'fulfilled');
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect((await room.rows()).length).toBe(5);
    expect((await room.versions()).length).toBe(5);
    expect(await ground.get(RunRepository).holder(ACCOUNT)).toBeNull();
  });

  it('of a process that died on this machine are taken over at once', async () => {
    await left({ pid: NOBODY, host: hostId() });
    room.source.templates = templates(2);
    expect(await room.door.syncTemplates()).toMatchObject({ added: 2 });
    expect(await room.runs()).toMatchObject([
      { state: 'LOST', errorCode: 'template-sync.run-lost' },
      { state: 'DONE' },
    ]);
  });

  it('of a machine that gave no sign of life are taken over, whatever its clock said', async () => {
    await left({ host: 'elsewhere', beatAt: new Date(START + DAY) });
    const watched = ground.get(RunRepository);
    const holder = jest.spyOn(watched, 'holder');
    const now = jest.spyOn(performance, 'now');
    let ms = 0;
    now.mockImplementation(() => (ms += 2_000));
    room.source.templates = templates(2);
    await room.door.syncTemplates();
    expect(holder.mock.calls.length).toBeGreaterThan(1);
    expect((await room.runs()).map(({ state }) => state)).toEqual(['LOST', 'DONE']);
  });

  it('of a machine whose clock is wrong are left alone as long as they beat', async () => {
    await left({ host: 'elsewhere', beatAt: new Date(START - DAY) });
    const repository = ground.get(RunRepository);
    const real = repository.holder.bind(repository);
    let looks = 0;
    jest.spyOn(repository, 'holder').mockImplementation(async (accountId) => {
      if (++looks === 2) await ground.source.manager.increment(RunRow, { slot: ACCOUNT }, 'beats', 1);
      return real(accountId);
    });
    await expect(room.door.syncTemplates()).rejects.toMatchObject({ code: 'template-sync.sync-running' });
  });

  it('that were taken over while they went on write nothing', async () => {
    room.source.templates = templates(3);
    room.source.beforePage = async () => {
      const [run] = await room.runs();
      await ground.source.manager.update(RunRow, { id: run!.id }, { slot: run!.id, state: 'LOST' });
    };
    await expect(room.door.syncTemplates()).rejects.toMatchObject({ code: 'template-sync.run-taken-over' });
    expect(await room.rows()).toEqual([]);
    expect(await room.versions()).toEqual([]);
  });

  it('stop with the server, as they were not begun', async () => {
    const other = await ground.another();
    const registry = other.get(SourceRegistry, { strict: false });
    jest.spyOn(registry, 'of').mockImplementation(() => room.source);
    jest.spyOn(registry, 'accounts').mockImplementation(() => [ACCOUNT]);
    room.source.templates = templates(3);
    const { open: goOn, opened } = gate();
    room.source.beforePage = () => opened;
    const runs = other.get(Runs, { strict: false });
    const { over } = await runs.begin({});
    const stopped = runs.beforeApplicationShutdown();
    goOn();
    await expect(over).rejects.toMatchObject({ code: 'template-sync.run-stopped' });
    await stopped;
    expect(await room.runs()).toMatchObject([{ state: 'STOPPED' }]);
    expect(await room.rows()).toEqual([]);
    expect(await room.door.syncTemplates()).toMatchObject({ added: 3 });
  });

  it('come once by themselves where an account was never copied, and fail without harm', async () => {
    const first = ground.get(FirstRuns);
    first['copied'].clear();
    const { signal } = new AbortController();
    room.source.templates = templates(3);
    await Promise.all([first.run(signal), first.run(signal)]);
    expect(await room.rows()).toHaveLength(3);
    await first.run(signal);
    const runs = await room.runs();
    expect(runs.map(({ kind, cause, state }) => [kind, cause, state])).toEqual([
      ['FULL', 'schedule', 'DONE'],
    ]);
  });

  it('come by schedule: complete ones with links and orphans, and what changed between', async () => {
    const defined: Schedule[] = [];
    const schedules = { define: (schedule: Schedule) => defined.push(schedule) } as unknown as Schedules;
    ground.get(ScheduledRuns).define(schedules, ground.get(Settings));
    expect(defined.map(({ name, setting, cron }) => [name, setting, cron])).toEqual([
      ['template-sync.full', 'TEMPLATE_SYNC_CRON', '0 */6 * * *'],
      ['template-sync.incremental', 'TEMPLATE_INCREMENTAL_CRON', '30 * * * *'],
    ]);
    const [full, incremental] = defined;
    const { signal } = new AbortController();
    room.source.templates = templates(3);
    await full!.run(signal);
    room.source.templates.pop();
    await incremental!.run(signal);
    expect(await room.row('modele_00002')).toMatchObject({ active: true });
    hand.ms += DAY;
    await full!.run(signal);
    expect(await room.row('modele_00002')).toMatchObject({ active: false });
    expect(await room.links()).toHaveLength(3);
    const runs = await room.runs();
    expect(runs.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['FULL', 'schedule'],
      ['INCREMENTAL', 'schedule'],
      ['FULL', 'schedule'],
    ]);
    await left({});
    await expect(full!.run(signal)).resolves.toBeUndefined();
  });
});
