import type { SendResult } from '../whatsapp.port.js';
import { outcomeOf } from './attempt.js';

const now = new Date('2026-11-21T10:00:00Z');
const row = {
  id: 'a',
  channel: 'meta',
  type: 'text',
  body: 'sealed',
  isSensitive: false,
  attempts: 0,
  providerKey: null,
  providerId: null,
};
const error = { code: '1', meaning: 'm', advice: 'a' };
const outcome = (result: SendResult, over: Partial<typeof row> = {}) =>
  outcomeOf(
    { ...row, ...over },
    result,
    now,
    (text) => `sealed(${text})`,
    () => 1,
  );

describe('the outcome of an attempt', () => {
  it('a message that went out holds up nobody, and its words are erased when they were private', () => {
    const sent: SendResult = { outcome: 'sent', providerId: 'p1' };
    expect(outcome(sent)).toMatchObject({
      state: 'SENT',
      isOpen: false,
      body: 'sealed',
      providerId: 'sealed(p1)',
    });
    expect(outcome(sent, { isSensitive: true }).body).toBeNull();
  });

  it('a passing failure is tried again after 1, 2, 4 and 8 seconds and given up after the fifth attempt', () => {
    const retry: SendResult = { outcome: 'retry', scope: 'message', error };
    const waits = [0, 1, 2, 3].map(
      (attempts) => outcome(retry, { attempts }).dueAt.getTime() - now.getTime(),
    );
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(outcome(retry, { attempts: 4 })).toMatchObject({ state: 'FAILED', isOpen: false, errorCode: '1' });
  });

  it('waits as long as the channel says', () => {
    const retry: SendResult = { outcome: 'retry', scope: 'message', afterMs: 64_000, error };
    expect(outcome(retry, { attempts: 6 })).toMatchObject({
      state: 'QUEUED',
      dueAt: new Date(now.getTime() + 64_000),
    });
  });

  it('a failure of the whole number costs the message no attempt', () => {
    const retry: SendResult = { outcome: 'retry', scope: 'number', error };
    expect(outcome(retry, { attempts: 4 })).toMatchObject({ state: 'QUEUED', isOpen: true, attempts: 4 });
  });

  it('a refusal ends it, and its words are kept for sending it again', () => {
    expect(outcome({ outcome: 'refused', error }, { isSensitive: true })).toMatchObject({
      state: 'FAILED',
      isOpen: false,
      body: 'sealed',
    });
  });

  it('a call that broke on the way leaves the message in doubt', () => {
    expect(outcome({ outcome: 'unknown', error })).toMatchObject({
      state: 'UNKNOWN',
      isOpen: true,
      unknownAt: now,
    });
  });
});
