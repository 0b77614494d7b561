import type { Job, Jobs } from '../platform/jobs/jobs.js';
import type { Schedule, Schedules } from '../platform/jobs/schedules.js';
import type { Shards } from '../platform/jobs/shards.js';
import { testSettings } from '../../test/settings.js';
import type { TokenCare } from './token-care.js';
import { TokenJob } from './token.job.js';

function planned(care: Partial<TokenCare>, over: Record<string, string> = {}) {
  const jobs = new Map<string, Job>();
  const schedules: Schedule[] = [];
  const held = { has: jest.fn(() => true) };
  const sut = new TokenJob(
    { begin: () => Promise.resolve(), settle: () => Promise.resolve(), ...care } as TokenCare,
    { define: (job: Job) => jobs.set(job.name, job), wake: () => undefined } as unknown as Jobs,
    { define: (schedule: Schedule) => schedules.push(schedule) } as unknown as Schedules,
    { join: () => undefined, held: () => held } as unknown as Shards,
    testSettings(over),
  );
  sut.onModuleInit();
  const tend = (signal = new AbortController().signal) => jobs.get('token.tend')?.run(signal);
  return { sut, schedules, held, tend };
}

describe('the job of the tokens', () => {
  it('asks the issuer once at its start and then only does what is due, on one instance', async () => {
    const care = {
      checkAll: jest.fn(async () => undefined),
      tendAll: jest.fn(async () => undefined),
      checkUnseen: jest.fn(async () => undefined),
    };
    const { sut, tend, held } = planned(care);
    await tend();
    expect(care.checkAll).not.toHaveBeenCalled();
    await sut.onApplicationBootstrap();
    held.has.mockReturnValueOnce(false);
    for (let round = 0; round < 4; round++) await tend();
    expect([care.checkAll.mock.calls.length, care.tendAll.mock.calls.length]).toEqual([1, 2]);
    // One that could not be asked at the start is asked again soon, and then less and less often.
    expect(care.checkUnseen).toHaveBeenCalledTimes(1);
  });

  it('checks by the schedule that the settings give', () => {
    expect(planned({}).schedules[0]).toMatchObject({ setting: 'TOKEN_CHECK_CRON', cron: '17 * * * *' });
    expect(planned({}, { TOKEN_CHECK_CRON: '' }).schedules[0]?.cron).toBeUndefined();
  });

  it('does not hold up the end of the process for an issuer that is silent', async () => {
    const { sut, tend } = planned({ checkAll: () => new Promise(() => undefined) });
    await sut.onApplicationBootstrap();
    const stopping = new AbortController();
    const round = tend(stopping.signal);
    stopping.abort();
    expect(await round).toBeUndefined();
  });
});
