import type { DeliveryState } from '../whatsapp-updates.contract.js';
import { type Progress, progress } from './delivery.js';

const queued: Progress = {
  state: 'SENDING',
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  playedAt: null,
  failedAt: null,
  pricing: null,
  isBillable: null,
  errorCode: null,
  errorMeaning: null,
  errorAdvice: null,
  errorMeaningEn: null,
  errorAdviceEn: null,
};
const error = { code: '131026', meaning: 'pas sur WhatsApp', advice: 'vérifier' };

function after(...states: DeliveryState[]): Progress {
  return states.reduce<Progress>((row, state, i) => {
    const report = { state, at: new Date(1_000 * (i + 1)), ...(state === 'failed' ? { error } : {}) };
    return progress(row, report) ?? row;
  }, queued);
}

describe('delivery states', () => {
  it.each([
    [['sent', 'delivered', 'read'], 'READ'],
    [['read', 'delivered', 'sent'], 'READ'],
    [['delivered', 'sent'], 'DELIVERED'],
    [['read', 'played', 'sent'], 'PLAYED'],
    [['sent', 'failed'], 'FAILED'],
    [['failed', 'sent'], 'FAILED'],
    [['failed', 'delivered'], 'DELIVERED'],
    [['delivered', 'failed'], 'DELIVERED'],
  ] as [DeliveryState[], string][])('after %j a message is %s', (states, expected) => {
    expect(after(...states).state).toBe(expected);
  });

  it('keeps the time of each step, and fills in those that were skipped', () => {
    const { sentAt, deliveredAt, readAt } = after('read');
    expect([sentAt, deliveredAt, readAt]).toEqual([new Date(1_000), new Date(1_000), new Date(1_000)]);
  });

  it('knows when a voice message was listened to, beside when it was read', () => {
    expect(after('read', 'played')).toMatchObject({ readAt: new Date(1_000), playedAt: new Date(2_000) });
    expect(after('played').playedAt).toEqual(new Date(1_000));
    expect(after('read').playedAt).toBeNull();
  });

  it('forgets an error that a delivery disproved', () => {
    expect(after('failed').errorCode).toBe('131026');
    expect(after('failed', 'delivered')).toMatchObject({ errorCode: null, failedAt: null });
  });

  it('tells nothing new the second time', () => {
    const row = after('delivered');
    expect(progress(row, { state: 'delivered', at: new Date(9_000) })).toBeNull();
    expect(progress(row, { state: 'sent', at: new Date(9_000) })).toBeNull();
  });

  it('notes what a message costs whenever a report tells it, and keeps it when a later one does not', () => {
    const paid = progress(after('sent', 'read'), {
      state: 'delivered',
      at: new Date(9_000),
      pricingCategory: 'utility',
      billable: true,
    });
    expect(paid).toMatchObject({ state: 'READ', pricing: 'utility', isBillable: true });
    const later = paid === null ? null : progress(paid, { state: 'played', at: new Date(10_000) });
    expect(later).toMatchObject({ pricing: 'utility', isBillable: true });
  });

  it('knows what is free from what nobody said', () => {
    const free = progress(queued, { state: 'sent', at: new Date(1), billable: false });
    expect([free?.isBillable, after('sent').isBillable]).toEqual([false, null]);
  });
});
