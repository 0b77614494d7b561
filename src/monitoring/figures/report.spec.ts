import { type HourFigures, RESPONSE_BOUNDS_MS } from '../../whatsapp/whatsapp-figures.contract.js';
import { report, type Sums } from './report.js';

const HOUR = 3_600_000;
const FROM = new Date('2026-11-20T00:00:00Z');
const TO = new Date('2026-11-21T00:00:00Z');
const SPAN = { from: FROM, to: TO, zone: 'UTC', ofFlow: false };

function hour(at: number, over: Partial<HourFigures> = {}): HourFigures {
  const counts = { received: 0, sent: 0, delivered: 0, read: 0, failed: 0, answered: 0, responseMs: 0 };
  const responseSpread = RESPONSE_BOUNDS_MS.map(() => 0).concat(0);
  return {
    hour: new Date(FROM.getTime() + at * HOUR),
    number: '1',
    flow: '-',
    ...counts,
    responseSpread,
    costs: [],
    ...over,
  };
}

function sums(hours: HourFigures[], over: Partial<Sums> = {}): Sums {
  return { hours, assistantAnswers: 0, assistantFailures: 0, handovers: 0, ...over };
}

describe('the report of a period', () => {
  it('has each figure beside that of the period before', () => {
    const now = sums(
      [hour(1, { received: 10, sent: 9, answered: 8, delivered: 6, failed: 1, responseMs: 16_000 })],
      { assistantAnswers: 3, handovers: 2 },
    );
    const before = sums([hour(-20, { received: 5, sent: 5, answered: 5, delivered: 5, responseMs: 5_000 })]);
    const { figures, response } = report(now, before, SPAN);
    expect(figures.received).toEqual({ value: 10, before: 5, change: 1 });
    expect(figures.responseRate).toMatchObject({ value: 0.8, before: 1 });
    expect(figures.averageResponseSeconds).toEqual({ value: 2, before: 1, change: 1 });
    expect(figures.errorRate).toEqual({ value: 0.1, before: 0, change: null });
    expect(figures.deliveryRate.value).toBeCloseTo(6 / 9);
    expect(figures.assistantAnswers).toEqual({ value: 3, before: 0, change: null });
    expect(figures.handovers.value).toBe(2);
    expect(response.averageSeconds).toBe(2);
  });

  it('says nothing of shares where there was nothing', () => {
    const { figures, response } = report(sums([]), sums([]), SPAN);
    expect(figures.responseRate).toEqual({ value: null, before: null, change: null });
    expect(figures.deliveryRate.value).toBeNull();
    expect(response).toEqual({ averageSeconds: null, p95Seconds: null });
  });

  it('knows the time within which 95 % of the answers left', () => {
    const spread = RESPONSE_BOUNDS_MS.map(() => 0).concat(0);
    spread[2] = 94;
    spread[9] = 6;
    const { response } = report(sums([hour(1, { answered: 100, responseSpread: spread })]), sums([]), SPAN);
    expect(response.p95Seconds).toBe((RESPONSE_BOUNDS_MS[9] ?? 0) / 1_000);
  });

  it('adds costs up by category, the most frequent first', () => {
    const hours = [
      hour(1, { costs: [{ category: 'service', billable: 0, free: 2 }] }),
      hour(2, { costs: [{ category: 'utility', billable: 5, free: 1 }] }),
      hour(3, { costs: [{ category: 'service', billable: 0, free: 1 }] }),
    ];
    expect(report(sums(hours), sums([]), SPAN).costs).toEqual([
      { category: 'utility', billable: 5, free: 1 },
      { category: 'service', billable: 0, free: 3 },
    ]);
  });

  it('has a point for every hour of a day and for every day of a month', () => {
    const day = report(
      sums([hour(1, { received: 2 }), hour(1, { number: '2', received: 3 })]),
      sums([]),
      SPAN,
    );
    expect(day.series).toHaveLength(24);
    expect(day.series[1]).toMatchObject({ at: new Date(FROM.getTime() + HOUR), received: 5 });
    const month = { ...SPAN, to: new Date(FROM.getTime() + 30 * 24 * HOUR) };
    expect(report(sums([]), sums([]), month).series).toHaveLength(30);
  });

  it('has the days of the place, none missing where clocks are changed', () => {
    const late = hour(23, { received: 4 });
    const months = { ...SPAN, zone: 'Africa/Kinshasa', to: new Date(FROM.getTime() + 5 * 24 * HOUR) };
    const { series } = report(sums([late]), sums([]), months);
    expect(series.map(({ at }) => at.toISOString().slice(5, 13))).toEqual([
      '11-19T23',
      '11-20T23',
      '11-21T23',
      '11-22T23',
      '11-23T23',
      '11-24T23',
    ]);
    expect(series[1]).toMatchObject({ received: 4 });
    const year = { ...SPAN, zone: 'Europe/Brussels', from: new Date('2025-11-20T23:00:00Z'), to: FROM };
    expect(report(sums([]), sums([]), year).series).toHaveLength(365);
  });

  it('of a flow counts what it answered', () => {
    const now = sums([hour(1, { flow: 'uic', answered: 4, sent: 4, responseMs: 4_000 })]);
    const { figures } = report(now, sums([]), { ...SPAN, ofFlow: true });
    expect(figures.received.value).toBe(4);
    expect(figures.responseRate.value).toBeNull();
  });
});
