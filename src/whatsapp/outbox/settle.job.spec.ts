import { Logger } from '@nestjs/common';
import { SystemClock } from '../../kernel/clock.js';
import { type Job, Jobs } from '../../platform/jobs/jobs.js';
import { testSettings } from '../../../test/settings.js';
import type { InboxStore } from '../inbox/inbox-store.js';
import type { OutboxRepository } from './outbox.repository.js';
import { SettleJob } from './settle.job.js';

class JobsAtHand extends Jobs {
  round: Job['run'] = () => Promise.resolve();
  readonly wake = jest.fn();

  define(job: Job): void {
    this.round = (stopping) => job.run(stopping);
  }

  async stop(): Promise<void> {}
}

const settings = testSettings({ OUTBOX_UNKNOWN_WAIT_SECONDS: '60' });
const { signal } = new AbortController();

describe('messages of unknown outcome', () => {
  const unsettled = jest.fn<Promise<{ id: string; attempts: number }[]>, []>();
  const resolveUnknown = jest.fn(async () => [0]);
  const store = { isJournaling: false };
  let round: () => Promise<unknown>;
  let now: jest.SpyInstance;

  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    unsettled.mockResolvedValue([{ id: 'one', attempts: 0 }]);
    resolveUnknown.mockClear();
    store.isJournaling = false;
    const jobs = new JobsAtHand();
    const outbox = { unsettled, resolveUnknown } as unknown as OutboxRepository;
    new SettleJob(outbox, store as InboxStore, jobs, settings, new SystemClock()).onModuleInit();
    round = () => jobs.round(signal) as Promise<unknown>;
  });
  afterEach(() => jest.restoreAllMocks());

  it('are not sent again by a process that has just started: their reports could not come while it was down', async () => {
    await round();
    now.mockReturnValue(60_999);
    await round();
    expect(resolveUnknown).not.toHaveBeenCalled();
    now.mockReturnValue(61_000);
    await round();
    expect(resolveUnknown).toHaveBeenCalledTimes(1);
  });

  it('wait anew after the database was away, and while reports lie in the journal', async () => {
    await round();
    now.mockReturnValue(61_000);
    unsettled.mockRejectedValueOnce(new Error('away'));
    await expect(round()).rejects.toThrow('away');
    await round();
    store.isJournaling = true;
    now.mockReturnValue(121_000);
    await round();
    store.isJournaling = false;
    await round();
    expect(resolveUnknown).not.toHaveBeenCalled();
    now.mockReturnValue(181_000);
    await round();
    expect(resolveUnknown).toHaveBeenCalledTimes(1);
  });
});
