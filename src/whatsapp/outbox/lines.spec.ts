import { Lines } from './lines.js';
import type { OpenRow } from './outbox-rows.js';

const now = new Date('2026-11-21T10:00:00Z');
const row = (id: string, contactId: string, over: Partial<OpenRow> = {}): OpenRow => ({
  id,
  contactId,
  channel: 'meta',
  numberId: '1',
  state: 'QUEUED',
  body: 'b',
  isSensitive: false,
  attempts: 0,
  priority: 0,
  origin: 'bot',
  causeId: null,
  flow: null,
  providerKey: null,
  providerId: null,
  type: 'text',
  createdAt: new Date(0),
  dueAt: now,
  ...over,
});
const load = (lines: Lines, rows: OpenRow[]) => {
  for (const fresh of lines.fresh(rows, now, new Set())) lines.join({ row: fresh, to: { waId: '1' } });
};
const next = (lines: Lines, count = 10) => lines.next(count, now.getTime()).map(({ row: { id } }) => id);

describe('the lines of a number', () => {
  it('lets the head of each line go, and the next only after it', () => {
    const lines = new Lines();
    load(lines, [row('1', 'ada'), row('2', 'ada'), row('3', 'ben')]);
    const [first] = lines.next(1, now.getTime());
    expect(first?.row.id).toBe('1');
    expect(next(lines)).toEqual(['3']);
    if (first) lines.done(first);
    expect(next(lines)).toEqual(['2']);
  });

  it.each([
    ['is being sent by another instance', { state: 'SENDING' as const }],
    ['is in doubt', { state: 'UNKNOWN' as const }],
    ['has to wait', { dueAt: new Date(now.getTime() + 1) }],
  ])('holds a person back behind a message that %s, and nobody else', (_why, over) => {
    const lines = new Lines();
    load(lines, [row('1', 'ada', over), row('2', 'ada'), row('3', 'ben')]);
    expect(next(lines)).toEqual(['3']);
  });

  it('gives a line back to the database when its head has to wait', () => {
    const lines = new Lines();
    load(lines, [row('1', 'ada'), row('2', 'ada')]);
    const [head] = lines.next(1, now.getTime());
    if (head) lines.stop(head);
    expect([lines.size, next(lines)]).toEqual([0, []]);
  });

  it('does not load what it holds or sends already', () => {
    const lines = new Lines();
    const rows = [row('1', 'ada'), row('2', 'ada')];
    load(lines, rows);
    lines.next(1, now.getTime());
    load(lines, [row('1', 'ada', { state: 'SENDING' }), row('2', 'ada')]);
    expect(lines.size).toBe(1);
  });

  it('holds a few of one person only, and says when more of theirs is to be fetched', () => {
    const lines = new Lines();
    const rows = Array.from({ length: 30 }, (_, i) => row(`id-${10 + i}`, 'ada'));
    load(lines, [...rows, row('id-99', 'ben')]);
    expect([lines.size, lines.full(), lines.isDrained]).toEqual([11, ['ada'], false]);
    const sent: string[] = [];
    while (!lines.isDrained) {
      for (const taken of lines.next(10, now.getTime())) {
        if (taken.row.contactId === 'ada') sent.push(taken.row.id);
        lines.done(taken);
      }
    }
    expect(sent).toEqual(rows.slice(0, 10).map(({ id }) => id));
    lines.looksAgain();
    load(lines, rows.slice(10));
    expect([next(lines), lines.isDrained]).toEqual([['id-20'], false]);
  });

  it('counts as stock only those who may move now', () => {
    const lines = new Lines();
    for (let i = 0; i < 45; i += 1) lines.pairs.take('ada', now.getTime());
    load(lines, [
      row('1', 'ada'),
      row('2', 'ben'),
      row('3', 'ben'),
      row('4', 'cyr'),
      row('5', 'dan', { priority: 9 }),
    ]);
    const ready = (priority: number) => lines.readyUpTo(priority, now.getTime());
    expect([ready(0), ready(9)]).toEqual([2, 3]);
    lines.next(1, now.getTime());
    expect([ready(0), ready(9)]).toEqual([1, 2]);
  });

  it('says how long until the pair limit lets somebody through', () => {
    const lines = new Lines();
    for (let i = 0; i < 45; i += 1) lines.pairs.take('ada', now.getTime());
    load(lines, [row('1', 'ada')]);
    expect(next(lines)).toEqual([]);
    expect(lines.pairWait(now.getTime())).toBe(6_000);
  });
});
