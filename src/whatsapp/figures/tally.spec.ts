import { idAt } from '../../platform/database/id-range.js';
import { madeAt, type Outgoing, Tally } from './tally.js';

const HOUR = new Date('2026-11-21T08:00:00Z');
const at = (seconds: number) => new Date(HOUR.getTime() + seconds * 1_000);

function outgoing(over: Partial<Outgoing> = {}): Outgoing {
  return {
    numberId: '1',
    flow: 'uic',
    state: 'SENT',
    causeId: null,
    createdAt: HOUR,
    sentAt: HOUR,
    deliveredAt: null,
    readAt: null,
    pricing: null,
    isBillable: null,
    ...over,
  };
}

function tallied(...messages: Partial<Outgoing>[]) {
  const tally = new Tally(HOUR);
  for (const message of messages) tally.send(outgoing(message));
  return tally.figures();
}

describe('the figures of an hour', () => {
  it('count what left by number and flow, and what became of it', () => {
    expect(
      tallied(
        {},
        { state: 'DELIVERED', deliveredAt: at(1) },
        { state: 'READ', readAt: at(2) },
        { state: 'FAILED', sentAt: null },
        { state: 'FAILED' },
        { state: 'QUEUED', sentAt: null },
        { flow: null },
        { numberId: '2' },
      ),
    ).toMatchObject([
      { number: '1', flow: 'uic', sent: 4, delivered: 2, read: 1, failed: 2 },
      { number: '1', flow: '-', sent: 1 },
      { number: '2', flow: 'uic', sent: 1 },
    ]);
  });

  it('count what came in beside the flows', () => {
    const tally = new Tally(HOUR);
    tally.receive('1', 3);
    expect(tally.figures()).toMatchObject([{ number: '1', flow: '-', received: 3, sent: 0 }]);
  });

  it('take the first message that left because of another one for its answer', () => {
    const causeId = idAt(at(10));
    const [figures] = tallied(
      { causeId, sentAt: at(11) },
      { causeId, sentAt: at(60) },
      { causeId: idAt(at(20)), sentAt: at(23) },
      { causeId: idAt(at(30)), sentAt: null },
    );
    expect(figures).toMatchObject({ answered: 2, responseMs: 4_000 });
    expect(figures?.responseSpread.reduce((a, b) => a + b)).toBe(2);
  });

  it('count costs by category, and no more categories than a row holds', () => {
    const [figures] = tallied(
      { pricing: 'utility', isBillable: true },
      { pricing: 'utility', isBillable: false },
      { pricing: 'service', isBillable: false },
      ...Array.from({ length: 30 }, (_, n) => ({ pricing: `odd-${n}`, isBillable: true })),
    );
    expect(figures?.costs.slice(0, 2)).toEqual([
      { category: 'utility', billable: 1, free: 1 },
      { category: 'service', billable: 0, free: 1 },
    ]);
    expect(figures?.costs).toHaveLength(13);
    expect(JSON.stringify(figures?.costs).length).toBeLessThan(1_000);
  });

  it('count nothing as free of which nobody told the price', () => {
    const [figures] = tallied({}, { pricing: 'marketing' }, { pricing: 'utility', isBillable: false });
    expect(figures).toMatchObject({ sent: 3, costs: [{ category: 'utility', billable: 0, free: 1 }] });
  });

  it('know when an id was made', () => {
    expect(madeAt(idAt(at(7)))).toBe(at(7).getTime());
  });
});
