import { Logger } from '@nestjs/common';
import { SystemClock } from '../../kernel/clock.js';
import { outcomeOf } from './attempt.js';
import type { Attempting } from './attempting.js';
import { Delivering } from './delivering.js';
import type { Endings } from './endings.js';
import type { Waiting } from './lines.js';
import type { OutboxRepository } from './outbox.repository.js';
import type { Rechecking } from './rechecking.js';
import type { SendResult } from '../whatsapp.port.js';

const error = { code: '503', meaning: 'm', advice: 'a' };
const trouble: SendResult = { outcome: 'retry', scope: 'number', error };
const waiting = (id: string) => ({ row: { id, attempts: 0, channel: 'test', body: 'b' }, to: {} }) as Waiting;

describe('what an attempt means for its number', () => {
  let results: ((result: SendResult) => void)[];
  let delivering: Delivering;
  let warned: jest.SpyInstance<void, unknown[]>;
  let whispered: jest.SpyInstance;

  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    whispered = jest.spyOn(Logger.prototype, 'debug').mockImplementation(() => undefined);
    jest.spyOn(Math, 'random').mockReturnValue(0);
    results = [];
    const send = () => new Promise<SendResult>((resolve) => results.push(resolve));
    const endings = { write: async () => undefined } as unknown as Endings;
    const outcome: Attempting['outcome'] = (row, result, now) => outcomeOf(row, result, now, (text) => text);
    delivering = new Delivering(
      {} as OutboxRepository,
      { send, outcome } as unknown as Attempting,
      {} as Rechecking,
      endings,
      new SystemClock(),
    );
  });
  afterEach(() => jest.restoreAllMocks());

  it('many messages that meet the same trouble at the same time let the number rest no longer than one', async () => {
    const verdicts = Promise.all(['1', '2', '3', '4', '5'].map((id) => delivering.attempt('1', waiting(id))));
    for (const resolve of results.splice(0)) resolve(trouble);
    expect((await verdicts).map(({ pauseMs }) => pauseMs)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it('a trouble that lasts is told once, and once more after it was over', async () => {
    const other: SendResult = { ...trouble, error: { ...error, code: '190' } };
    const sent = { outcome: 'sent', providerId: 'x' } as const;
    for (const result of [trouble, trouble, other, other, sent, other]) {
      const verdict = delivering.attempt('1', waiting('1'));
      results.pop()?.(result);
      await verdict;
    }
    const told = warned.mock.calls.map(([text]) => String(text).split(': ')[1]);
    expect(told).toEqual(['503 m', '190 m', '190 m']);
    expect(whispered).toHaveBeenCalledTimes(2);
  });

  it('a trouble that is still there after the rest makes the next one longer, until something is sent', async () => {
    const pauses: (number | undefined)[] = [];
    for (const result of [
      trouble,
      trouble,
      trouble,
      { outcome: 'sent', providerId: 'x' } as const,
      trouble,
    ]) {
      const verdict = delivering.attempt('1', waiting('1'));
      results.pop()?.(result);
      pauses.push((await verdict).pauseMs);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, undefined, 1_000]);
  });

  /** One attempt after the other, each with its end. */
  async function pausesAfter(...ends: readonly SendResult[]): Promise<(number | undefined)[]> {
    const pauses: (number | undefined)[] = [];
    for (const result of ends) {
      const verdict = delivering.attempt('1', waiting('1'));
      results.pop()?.(result);
      pauses.push((await verdict).pauseMs);
    }
    return pauses;
  }

  it('what was marked goes back where nobody can tell whereto it goes', async () => {
    const back: unknown[] = [];
    const outbox = {
      claim: async () => [0],
      giveBack: async (ids: readonly string[], at: Date) => void back.push([...ids, at instanceof Date]),
      open: async () => [],
    } as unknown as OutboxRepository;
    const rechecking = { look: async () => undefined } as unknown as Rechecking;
    const ours = new Delivering(outbox, {} as Attempting, rechecking, {} as Endings, new SystemClock());
    const known = async () => new Map([['ada', { waId: '1' }]]);
    const message = { row: { id: '1', contactId: 'ada' }, to: {} } as Waiting;
    expect(await ours.claim([message], known)).toEqual([message]);
    expect(message.to).toEqual({ waId: '1' });
    await expect(ours.claim([message], () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await ours.open('1', null, { limit: 1, without: [] });
    expect(back).toEqual([['1', true]]);
  });

  it('rests of several numbers do not end at the same moment', async () => {
    jest.mocked(Math.random).mockReturnValue(0.8);
    expect(await pausesAfter(trouble, trouble)).toEqual([1_200, 2_400]);
  });

  it('what may last rests twice as long each time that it is still there, up to what the channel says', async () => {
    const lasting: SendResult = {
      ...trouble,
      afterMs: 60_000,
      longestMs: 240_000,
      error: { ...error, code: '131048' },
    };
    const sent: SendResult = { outcome: 'sent', providerId: 'x' };
    expect(await pausesAfter(trouble, trouble, lasting, lasting, lasting, lasting, sent, lasting)).toEqual([
      1_000,
      2_000,
      60_000,
      120_000,
      240_000,
      240_000,
      undefined,
      60_000,
    ]);
  });

  it('a long rest that the channel asks for is a hold, and goes on growing in the next process', async () => {
    const lasting: SendResult = { ...trouble, afterMs: 3_600_000, longestMs: 86_400_000 };
    delivering.recall('1', { times: 2, code: error.code });
    const verdict = delivering.attempt('1', waiting('1'));
    results.pop()?.(lasting);
    expect(await verdict).toMatchObject({ hold: { ms: 4 * 3_600_000, times: 3, error } });
    delivering.recall('2', { times: 9, code: error.code });
    const outage = delivering.attempt('2', waiting('2'));
    results.pop()?.(trouble);
    expect(await outage).toEqual({ line: 'stop', pauseMs: 300_000 });
  });

  it('a number that sends too fast is slowed down once for all that was under way, whatever of it got through', async () => {
    const tooFast: SendResult = { ...trouble, slower: true };
    const verdicts = Promise.all(['1', '2', '3', '4'].map((id) => delivering.attempt('1', waiting(id))));
    const ends = [tooFast, { outcome: 'sent', providerId: 'x' } as const, tooFast, tooFast];
    for (const [at, resolve] of results.splice(0).entries()) resolve(ends[at] ?? tooFast);
    expect((await verdicts).map(({ slower }) => slower)).toEqual([true, undefined, undefined, undefined]);
    const later = delivering.attempt('1', waiting('5'));
    results.pop()?.(tooFast);
    expect(await later).toMatchObject({ slower: true, pauseMs: 2_000 });
  });
});
