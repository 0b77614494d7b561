import type { SessionRow } from '../conversations.entity.js';
import {
  asked,
  bared,
  BLANK,
  isOverdue,
  isSilent,
  isToBeTold,
  joined,
  over,
  received,
  said,
  standingOf,
  submitted,
  taken,
  told,
} from './standing.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);
const text = (words: string) => ({ kind: 'text', text: words }) as const;
const hello = { channel: 'test', at: NOW, content: text('Bonjour'), isPrivate: false };
const now = (hours = 0) => ({ now: later(hours), silenceMs: 12 * HOUR });

describe('what the team sees of a conversation', () => {
  it('a message of the house’s time is not unread, one for the team is', () => {
    expect(received(BLANK, hello, now())).toMatchObject({ unread: 0, preview: 'Bonjour', status: 'bot' });
    const waiting = asked(BLANK, 'asked', NOW, 12 * HOUR);
    expect(received(waiting, hello, now())).toMatchObject({ unread: 1, status: 'waiting' });
  });

  it('whoever waits does not wait longer by writing; whom the team follows has time', () => {
    const waiting = received(asked(BLANK, 'asked', NOW, 12 * HOUR), hello, now(11));
    expect([isSilent(waiting, later(11)), isOverdue(waiting, later(12))]).toEqual([true, true]);
    const followed = received(taken(BLANK, 'grace', NOW, 12 * HOUR), hello, now(11));
    expect([isSilent(followed, later(22)), isOverdue(followed, later(23))]).toEqual([true, true]);
  });

  it('private words leave their kind only, in both directions', () => {
    const hidden = { lastType: 'private', preview: null };
    expect(received(BLANK, { ...hello, isPrivate: true }, now())).toMatchObject(hidden);
    expect(said(BLANK, { content: text('MBEIBR7DA1'), isPrivate: true }, NOW)).toMatchObject(hidden);
    const line = { type: 'text', content: text('MBE'), isPrivate: true, at: NOW };
    const rest = { id: '1', direction: 'out', state: 'sent', origin: 'api', files: [] } as const;
    expect(submitted(BLANK, { ...line, ...rest }, false)).toMatchObject(hidden);
  });

  it('a late message does not bring the window back to an earlier time', () => {
    const first = received(BLANK, hello, now());
    const late = received(first, { ...hello, at: later(-3) }, now(1));
    expect(late.lastInAt).toEqual(NOW);
    expect(late.lastAt).toEqual(later(1));
  });

  it('after a hand-over the person is to be told, until that is done', () => {
    const waiting = asked(BLANK, 'asked', NOW, HOUR);
    expect(isToBeTold(waiting)).toBe(false);
    const returned = over(waiting, 'returned', later(1));
    expect([isToBeTold(returned), isToBeTold(told(returned))]).toEqual([true, false]);
    expect(over(waiting, 'closed', later(1))).toMatchObject({ status: 'closed', closedAt: later(1) });
    expect(received(over(waiting, 'closed', NOW), hello, now())).toMatchObject({
      status: 'bot',
      closedAt: null,
    });
  });

  it('of two conversations that are one, nobody who waits is lost', () => {
    const older = { ...asked(BLANK, 'failed', NOW, HOUR), unread: 2, labels: '["a","b"]' };
    const newer = { ...BLANK, lastAt: NOW, unread: 0, labels: '["b","c"]' };
    expect(joined(newer, older)).toMatchObject({
      status: 'waiting',
      handoverReason: 'failed',
      unread: 2,
      labels: '["b","c","a"]',
      lastAt: NOW,
    });
    expect(joined(taken(newer, 'grace', NOW, HOUR), older)).toMatchObject({
      status: 'human',
      assigneeId: 'grace',
    });
    expect(joined(BLANK, BLANK).labels).toBeNull();
  });

  it('nothing of a person who is to be forgotten stays', () => {
    const known = {
      ...received(asked(BLANK, 'asked', NOW, HOUR), hello, now()),
      lastSealed: 'x',
      labels: '["a"]',
    };
    expect(bared(known)).toEqual({ ...BLANK, channel: 'test', lastAt: NOW });
    expect(Object.keys(standingOf({ ...BLANK } as unknown as SessionRow))).toEqual(Object.keys(BLANK));
  });
});
