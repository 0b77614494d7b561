import { contextOf, runInContext } from '../../platform/web/request-context.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import { messageView } from './message-view.js';

const at = (text: string): Date => new Date(`2026-11-21T06:24:${text}Z`);
const row: Partial<OutboxRow> = {
  id: 'a',
  state: 'FAILED',
  createdAt: at('07.077'),
  sentAt: at('07.098'),
  unknownAt: null,
  deliveredAt: null,
  readAt: null,
  playedAt: null,
  failedAt: null,
  cancelledAt: null,
  providerId: null,
  errorCode: null,
};
const statesOf = (over: Partial<OutboxRow>) =>
  messageView({ direction: 'out', row: { ...row, ...over } as OutboxRow }, () => null).events.map(
    ({ state }) => state,
  );

describe('the way of a message', () => {
  it('tells what went wrong in both languages, and plainly in the caller’s own', () => {
    const failed = {
      ...row,
      errorCode: '131026',
      errorMeaning: 'Pas sur WhatsApp.',
      errorAdvice: 'Vérifiez le numéro.',
      errorMeaningEn: 'Not on WhatsApp.',
      errorAdviceEn: 'Check the number.',
    } as OutboxRow;
    const told = (accepted?: string) => {
      const request = { id: `r${accepted}`, headers: { 'accept-language': accepted } };
      return runInContext(contextOf(request), () =>
        messageView({ direction: 'out', row: failed }, () => null),
      ).error;
    };
    const fr = { meaning: 'Pas sur WhatsApp.', advice: 'Vérifiez le numéro.' };
    const en = { meaning: 'Not on WhatsApp.', advice: 'Check the number.' };
    expect(told()).toEqual({ code: '131026', ...fr, fr, en });
    expect(told('en-GB,en;q=0.9')).toEqual({ code: '131026', ...en, fr, en });
    expect(told('de, en;q=0.4, fr;q=0.8')).toMatchObject(fr);
  });

  it('has the French words where nobody told the English ones', () => {
    const failed = {
      ...row,
      errorCode: '1',
      errorMeaning: 'Quoi ?',
      errorAdvice: 'Rien.',
      errorMeaningEn: null,
    };
    const request = { id: 'r-en', headers: { 'accept-language': 'en' } };
    const view = runInContext(contextOf(request), () =>
      messageView({ direction: 'out', row: failed as OutboxRow }, () => null),
    );
    expect(view.error).toMatchObject({ meaning: 'Quoi ?', en: null });
  });

  it('begins with its beginning although the provider tells whole seconds only', () => {
    expect(statesOf({ failedAt: at('07.000') })).toEqual(['queued', 'sent', 'failed']);
    expect(statesOf({ deliveredAt: at('07.000'), readAt: at('07.000') })).toEqual([
      'queued',
      'sent',
      'delivered',
      'read',
    ]);
  });

  it('ends where somebody has listened to it', () => {
    expect(statesOf({ readAt: at('08.000'), playedAt: at('09.000') })).toEqual([
      'queued',
      'sent',
      'read',
      'played',
    ]);
  });

  it('is told in the order of time otherwise', () => {
    expect(statesOf({ sentAt: at('07.100'), unknownAt: at('08.000'), deliveredAt: at('09.000') })).toEqual([
      'queued',
      'sent',
      'unknown',
      'delivered',
    ]);
    expect(statesOf({ unknownAt: at('07.300'), sentAt: at('07.000') })).toEqual([
      'queued',
      'unknown',
      'sent',
    ]);
  });
});
