import { type Job, type Jobs } from '../platform/jobs/jobs.js';
import type { Events } from '../platform/events/events.js';
import { FakeTokens } from '../token/token.fake.js';
import type { Senders } from '../whatsapp/whatsapp.port.js';
import { ownNumber, OwnNumbersFake } from '../whatsapp/whatsapp-numbers.fake.js';
import { WakingJob } from './waking.job.js';

const ACCOUNT = '100000000000009';
const NUMBER = '100000000000001';

describe('senders that rest for want of a token', () => {
  const jobs: Job[] = [];
  const heard = new Map<string, (event: { accountId: string }) => Promise<void>>();
  let woken: string[];
  let tokens: FakeTokens;

  beforeEach(() => {
    [woken, jobs.length] = [[], 0];
    heard.clear();
    tokens = new FakeTokens(['EAAtoken']);
    const own = new OwnNumbersFake();
    const numbers = [ownNumber({ id: NUMBER, channel: 'meta', accountId: ACCOUNT })];
    own.add({ id: ACCOUNT, channel: 'meta', label: 'Compte', numbers });
    const senders = { wake: (number: string) => void woken.push(number) } as Senders;
    const board = { define: (job: Job) => void jobs.push(job) } as unknown as Jobs;
    const events = { on: (_type: unknown, name: string, handler: never) => void heard.set(name, handler) };
    new WakingJob(own, tokens, senders, board, events as unknown as Events).onModuleInit();
  });

  async function look(): Promise<void> {
    for (const job of jobs) await job.run(new AbortController().signal);
  }

  it('wakes the numbers of an account whose token works again', async () => {
    await look();
    await tokens.refused(ACCOUNT, 'v0');
    await look();
    expect(woken).toEqual([]);
    tokens.revive();
    await look();
    await look();
    expect(woken).toEqual([NUMBER]);
  });

  it.each(['app.wake-changed', 'app.wake-recovered'])(
    'are woken at once by the news of it: %s',
    async (name) => {
      await heard.get(name)?.({ accountId: ACCOUNT });
      await heard.get(name)?.({ accountId: 'another' });
      expect(woken).toEqual([NUMBER]);
    },
  );
});
