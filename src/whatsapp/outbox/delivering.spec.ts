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
