import type { Waiting } from './lines.js';
import { NumberSender, type SenderGround, type Verdict } from './number-sender.js';
import type { OpenRow } from './outbox-rows.js';
import type { Look, Place } from './outbox.repository.js';
import { until } from '../../../test/until.js';

const row = (id: string, contactId: string, priority = 0): OpenRow => ({
  id,
  contactId,
  channel: 'test',
  numberId: '1',
  state: 'QUEUED',
  body: 'b',
  isSensitive: false,
  attempts: 0,
  priority,
  origin: 'bot',
  causeId: null,
  flow: null,
  providerKey: null,
  providerId: null,
  type: 'text',
  createdAt: new Date(0),
  dueAt: new Date(0),
});

/** An outbox in memory, and attempts that the test answers. */
function ground(
  rows: OpenRow[],
  verdict: (id: string) => Verdict | Promise<Verdict> = () => ({ line: 'done' }),
) {
  const attempted: string[] = [];
  const settled = new Set<string>();
  const open = jest.fn(async (after: Place | null, { limit, without }: Look) =>
    rows
      .filter(({ id, contactId }) => !settled.has(id) && !without.includes(contactId))
      .filter(({ id, priority }) => after === null || (priority === after.priority && id > after.afterId))
      .toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
      .slice(0, limit),
  );
  const given: SenderGround = {
    open,
    claim: async (waiting) => {
      for (const { row: claimed } of waiting) claimed.state = 'SENDING';
      return [...waiting];
    },
    attempt: async ({ row: { id } }) => {
      attempted.push(id);
      const answer = await verdict(id);
      if (answer.line === 'done') settled.add(id);
      return answer;
    },
    room: () => Number.POSITIVE_INFINITY,
    failed: (error) => {
      throw error;
    },
  };
  return { given, attempted, open };
}

describe('sending from one number', () => {
  it('sends everything, in order for each person', async () => {
    const rows = Array.from({ length: 120 }, (_, i) =>
      row(`id-${String(i).padStart(4, '0')}`, `person-${i % 7}`),
    );
    const { given, attempted } = ground(rows);
    const sender = new NumberSender(100_000, given);
    sender.wake();
    await until('all are attempted', () => attempted.length === 120);
    for (let person = 0; person < 7; person += 1) {
      const theirs = attempted.filter((id) => Number(id.slice(3)) % 7 === person);
      expect(theirs).toEqual(theirs.toSorted());
    }
    await sender.stop(async () => undefined);
  });

  it('lets the others go on while one person’s message takes its time', async () => {
    let release: (verdict: Verdict) => void = () => undefined;
    const slow = new Promise<Verdict>((resolve) => (release = resolve));
    const { given, attempted } = ground(
      [row('1', 'ada'), row('2', 'ada'), row('3', 'ben'), row('4', 'ben')],
      (id) => (id === '1' ? slow : { line: 'done' }),
    );
    const sender = new NumberSender(1_000, given);
    sender.wake();
    await until('the other person has everything', () => attempted.includes('4'));
    expect(attempted).not.toContain('2');
    release({ line: 'done' });
    await until('the line goes on', () => attempted.includes('2'));
    await sender.stop(async () => undefined);
  });

  it('passes over a person whom the pair limit holds back, however much waits for them and however urgent', async () => {
    const name = (i: number) => `id-${String(i).padStart(6, '0')}`;
    const hot = Array.from({ length: 2_000 }, (_, i) => row(name(i), `hot-${i % 4}`, 0));
    const others = Array.from({ length: 600 }, (_, i) =>
      row(name(10_000 + i), `person-${i}`, i % 2 === 0 ? 0 : 9),
    );
    const { given, attempted } = ground([...hot, ...others]);
    const sender = new NumberSender(100_000, given);
    sender.wake();
    const names = new Set(others.map(({ id }) => id));
    await until('everybody else has theirs', () => attempted.filter((id) => names.has(id)).length === 600);
    const burst = () => attempted.length - 600;
    await until('the others had their burst', () => {
      sender.wake();
      return burst() === 4 * 45;
    });
    await sender.stop(async () => undefined);
    const ofFirst = attempted.filter((id) => !names.has(id) && Number(id.slice(3)) % 4 === 0);
    expect(ofFirst).toEqual(Array.from({ length: 45 }, (_, i) => name(i * 4)));
    expect(sender.lines.size).toBeLessThan(100);
  });

  it('counts for the pair limit from when a message had arrived, not from when it was marked', async () => {
    let release: (verdict: Verdict) => void = () => undefined;
    const slow = new Promise<Verdict>((resolve) => (release = resolve));
    const { given, attempted } = ground([row('1', 'ada')], () => slow);
    const sender = new NumberSender(1_000, given);
    sender.wake();
    await until('it is under way', () => attempted.length === 1);
    expect(sender.lines.pairs.size).toBe(0);
    release({ line: 'done' });
    await until('it counts', () => sender.lines.pairs.size === 1);
    await sender.stop(async () => undefined);
  });

  it('sends nothing while the number rests', async () => {
    const { given, attempted } = ground([row('1', 'ada'), row('2', 'ben'), row('3', 'cyr')], () => ({
      line: 'stop',
      pauseMs: 60_000,
    }));
    const sender = new NumberSender(1, given);
    sender.wake();
    await until('one was attempted', () => attempted.length === 1);
    sender.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(attempted).toHaveLength(1);
    await sender.stop(async () => undefined);
  });

  it('goes on at half its rate once the provider finds it too fast, and at the rate that is set at most', async () => {
    const { given, attempted } = ground([row('1', 'ada'), row('2', 'ben')], (id) => ({
      line: 'done',
      ...(id === '1' && { slower: true }),
    }));
    const sender = new NumberSender(1_000, given);
    sender.wake();
    await until('both are out', () => attempted.length === 2);
    expect(sender.rate).toBe(500);
    sender.setRate(1_000);
    expect(sender.rate).toBe(500);
    sender.setRate(1);
    expect(sender.rate).toBe(1);
    await sender.stop(async () => undefined);
  });

  it('lets nothing go that would only wait on the way, and goes on when there is room', async () => {
    const { given, attempted } = ground([row('1', 'ada'), row('2', 'ben'), row('3', 'cyr')]);
    let room = 0;
    const sender = new NumberSender(1_000, { ...given, room: () => room });
    sender.wake();
    await until('they are marked', () => sender.lines.underWay === 3);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(attempted).toEqual([]);
    room = 1;
    await until('they are out', () => attempted.length === 3);
    await sender.stop(async () => undefined);
  });

  it('is not stopped by what a clock that was ahead wrote down', async () => {
    const { given, attempted } = ground([row('1', 'ada')]);
    const sender = new NumberSender(1, given);
    sender.recall([{ contactId: 'ada', at: Date.now() + 3_600_000 }]);
    sender.setRate(1_000);
    sender.wake();
    await until('it is out', () => attempted.length === 1);
    expect(attempted).toEqual(['1']);
    await sender.stop(async () => undefined);
  });

  it('gives back what it marked but did not send, and waits for what is under way', async () => {
    let release: (verdict: Verdict) => void = () => undefined;
    const slow = new Promise<Verdict>((resolve) => (release = resolve));
    const { given, attempted } = ground([row('1', 'ada'), row('2', 'ben')], () => slow);
    const sender = new NumberSender(1, given);
    sender.wake();
    await until('one is under way', () => attempted.length === 1);
    const back: string[] = [];
    let stopped = false;
    const stopping = sender.stop(async (ids) => void back.push(...ids)).then(() => (stopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([back, stopped]).toEqual([['2'], false]);
    release({ line: 'done' });
    await stopping;
  });

  it('gives back what is being marked at the moment when it is stopped', async () => {
    const { given } = ground([row('1', 'ada')]);
    let marked: () => void = () => undefined;
    const marking = new Promise<void>((resolve) => (marked = resolve));
    const claim = jest.fn(async (waiting: readonly Waiting[]) => {
      await marking;
      return [...waiting];
    });
    const sender = new NumberSender(1_000, { ...given, claim });
    sender.wake();
    await until('it is being marked', () => claim.mock.calls.length === 1);
    const back: string[] = [];
    const stopping = sender.stop(async (ids) => void back.push(...ids));
    marked();
    await stopping;
    expect(back).toEqual(['1']);
  });

  it('holds back a person whose message is put off while the next ones are being loaded', async () => {
    const rows = [row('1', 'ada')];
    let putOff: (verdict: Verdict) => void = () => undefined;
    const slow = new Promise<Verdict>((resolve) => (putOff = resolve));
    const { given, attempted, open } = ground(rows, (id) => (id === '1' ? slow : { line: 'done' }));
    let looked: () => void = () => undefined;
    const looking = new Promise<void>((resolve) => (looked = resolve));
    const slowly = jest.fn(async (after: Place | null, look: Look) => {
      const found = await open(after, look);
      if (found.some(({ contactId }) => contactId === 'ben')) await looking;
      return found;
    });
    const sender = new NumberSender(1_000, { ...given, open: slowly });
    sender.wake();
    await until('the first is under way', () => attempted.length === 1);
    const before = slowly.mock.calls.length;
    rows.push(row('2', 'ada'), row('3', 'ben'));
    sender.wake();
    await until('the next are being loaded', () => slowly.mock.calls.length > before);
    putOff({ line: 'stop' });
    await new Promise((resolve) => setImmediate(resolve));
    looked();
    await until('the other person has theirs', () => attempted.includes('3'));
    await sender.stop(async () => undefined);
    expect(attempted).toEqual(['1', '3']);
  });

  it('does nothing over and over when nobody can move', async () => {
    const { given, attempted, open } = ground(
      [row('1', 'ada'), row('2', 'ada')],
      () => new Promise<Verdict>(() => undefined),
    );
    const sender = new NumberSender(1_000, given);
    sender.wake();
    await until('the first is under way', () => attempted.length === 1);
    for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(open.mock.calls.length).toBeLessThan(5);
  });

  it('lets a reply overtake a hundred thousand others, and holds few of them in memory', async () => {
    const name = (i: number) => `id-${String(i).padStart(6, '0')}`;
    const rows = Array.from({ length: 100_000 }, (_, i) => row(name(i), `person-${i}`, 9));
    let held = 0;
    const { given, attempted } = ground(rows);
    const sender = new NumberSender(2_000, {
      ...given,
      attempt: async (waiting, leaving) => {
        held = Math.max(held, sender.lines.size);
        return given.attempt(waiting, leaving);
      },
    });
    sender.wake();
    await until('the campaign is under way', () => attempted.length >= 300);
    rows.push(row('reply', 'ada'), row('to-program', 'ben', 5));
    const before = attempted.length;
    sender.wake();
    await until('both are out', () => attempted.includes('reply') && attempted.includes('to-program'));
    const places = ['reply', 'to-program'].map((id) => attempted.indexOf(id) - before);
    await sender.stop(async () => undefined);
    // Nothing overtakes what is marked already.
    expect(Math.max(...places)).toBeLessThan(450);
    expect(places[0]).toBeLessThanOrEqual(places[1] ?? 0);
    expect(held).toBeLessThan(400);
  });

  it('keeps the order of one person within a priority, and sends one at a time', async () => {
    const rows = [row('3', 'ada', 9), row('1', 'ada', 9), row('2', 'ada', 0), row('4', 'ada', 0)];
    const { given, attempted } = ground(rows);
    let atOnce = 0;
    let most = 0;
    const sender = new NumberSender(10_000, {
      ...given,
      attempt: async (waiting, leaving) => {
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        return given.attempt(waiting, leaving);
      },
    });
    sender.wake();
    await until('all are out', () => attempted.length === 4);
    await sender.stop(async () => undefined);
    expect([attempted, most]).toEqual([['2', '4', '1', '3'], 1]);
  });

  it('lets a reply go while a campaign’s message to the same person is put off', async () => {
    const { given, attempted } = ground([row('1', 'ada', 9), row('2', 'ada', 9)], (id) =>
      id === '1' ? { line: 'stop' } : { line: 'done' },
    );
    const rows: OpenRow[] = [];
    const sender = new NumberSender(1_000, {
      ...given,
      open: async (after, look) => [...rows, ...(await given.open(after, look))],
    });
    sender.wake();
    await until('the campaign’s was tried', () => attempted.includes('1'));
    rows.push(row('0', 'ada'));
    sender.wake();
    await until('the reply is out', () => attempted.includes('0'));
    await sender.stop(async () => undefined);
    expect(attempted.filter((id) => id === '2')).toEqual([]);
  });

  it('goes on at once when what made the number rest is over', async () => {
    const verdicts: Verdict[] = [{ line: 'stop', pauseMs: 60_000 }];
    const only = row('1', 'ada');
    const { given, attempted } = ground([only], () => verdicts.shift() ?? { line: 'done' });
    const sender = new NumberSender(1_000, given);
    sender.wake();
    await until('it was tried', () => attempted.length === 1);
    only.state = 'QUEUED';
    sender.resume();
    await until('it is out', () => attempted.length === 2);
    await sender.stop(async () => undefined);
    expect(attempted).toEqual(['1', '1']);
  });

  it('one that was held back is asked with one message, and goes on when that was sent', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => row(`id-${10 + i}`, `person-${i}`));
    const ends: ((verdict: Verdict) => void)[] = [];
    const { given, attempted } = ground(rows, () => new Promise((resolve) => ends.push(resolve)));
    const sender = new NumberSender(1_000, given);
    sender.tryOne();
    sender.wake();
    await until('one is asked', () => attempted.length === 1);
    ends.shift()?.({ line: 'done' });
    await until('another is asked', () => attempted.length === 2);
    sender.wake();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(attempted).toHaveLength(2);
    ends.shift()?.({ line: 'done', isSent: true });
    await until('the rest follows', () => attempted.length === 20);
    for (const end of ends) end({ line: 'done' });
    await sender.stop(async () => undefined);
  });

  it('takes another rate at once', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => row(`id-${10 + i}`, `person-${i}`));
    const { given, attempted } = ground(rows);
    const sender = new NumberSender(1, given);
    sender.wake();
    await until('the first is out', () => attempted.length === 1);
    sender.setRate(1_000);
    await until('the rest follows', () => attempted.length === 40, 5_000);
    await sender.stop(async () => undefined);
    expect(new Set(attempted).size).toBe(40);
  });
});
