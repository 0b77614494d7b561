import { Logger } from '@nestjs/common';
import { SystemClock } from '../../kernel/clock.js';
import type { ContactRepository } from '../contacts/contact.repository.js';
import { outcomeOf } from './attempt.js';
import type { Attempting } from './attempting.js';
import { Delivering } from './delivering.js';
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
    results = [];
    const send = () => new Promise<SendResult>((resolve) => results.push(resolve));
    const outbox = { settle: async () => [0] } as unknown as OutboxRepository;
    const outcome: Attempting['outcome'] = (row, result, now) => outcomeOf(row, result, now, (text) => text);
    const contacts = {} as ContactRepository;
    delivering = new Delivering(
      outbox,
      contacts,
      { send, outcome } as unknown as Attempting,
      {} as Rechecking,
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
});
