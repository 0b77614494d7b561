import type { Waiting } from './lines.js';
import { NumberSender, type SenderGround, type Verdict } from './number-sender.js';
import type { OpenRow } from './outbox.repository.js';
import { until } from '../../../test/until.js';

const row = (id: string, contactId: string): OpenRow => ({
  id,
  contactId,
  channel: 'test',
  numberId: '1',
  state: 'QUEUED',
  body: 'b',
  isSensitive: false,
  attempts: 0,
  dueAt: new Date(0),
});

/** An outbox in memory, and attempts that the test answers. */
function ground(
  rows: OpenRow[],
  verdict: (id: string) => Verdict | Promise<Verdict> = () => ({ line: 'done' }),
) {
  const attempted: string[] = [];
  const settled = new Set<string>();
  const open = jest.fn(async (afterId: string, limit: number) =>
    rows.filter(({ id }) => id > afterId && !settled.has(id)).slice(0, limit),
  );
  const given: SenderGround = {
    open,
    addresses: async (ids) => new Map(ids.map((id) => [id, { waId: '1' }])),
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
    const { given, attempted } = ground(rows, (id) => (id === '1' ? slow : { line: 'done' }));
    let looked: () => void = () => undefined;
    const looking = new Promise<void>((resolve) => (looked = resolve));
    const addresses = jest.fn(async (ids: readonly string[]) => {
      if (ids.includes('ben')) await looking;
      return given.addresses(ids);
    });
    const sender = new NumberSender(1_000, { ...given, addresses });
    sender.wake();
    await until('the first is under way', () => attempted.length === 1);
    rows.push(row('2', 'ada'), row('3', 'ben'));
    sender.wake();
    await until('addresses are looked up', () => addresses.mock.calls.length === 2);
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
});
