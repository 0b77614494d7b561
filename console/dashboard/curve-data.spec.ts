import type { Moment } from '../api/shapes.js';
import { curveOf, extremesOf, isolated } from './curve-data.js';

const START = Date.parse('2026-11-21T00:00:00Z');
const series = (stepHours: number, ...parts: Partial<Moment>[]): Moment[] =>
  parts.map((part, n) => ({
    at: new Date(START + n * stepHours * 3_600_000).toISOString(),
    received: 0,
    sent: 0,
    failed: 0,
    answered: 0,
    averageResponseSeconds: null,
    ...part,
  }));

describe('the curve of a figure', () => {
  it('has a moment for each hour or day', () => {
    const curve = curveOf(series(1, { received: 3 }, { received: 5 }), 'received', false);
    expect(curve).toEqual({ at: [START / 1_000, START / 1_000 + 3_600], values: [3, 5], isHourly: true });
    expect(curveOf(series(24, {}, {}), 'sent', false)?.isHourly).toBe(false);
  });

  it('has a gap where there was nothing to measure', () => {
    const moments = series(
      1,
      {},
      { received: 4, answered: 3, sent: 9, failed: 1 },
      { answered: 2, received: 1 },
    );
    expect(curveOf(moments, 'responseRate', false)?.values).toEqual([null, 0.75, 1]);
    expect(curveOf(moments, 'errorRate', false)?.values).toEqual([null, 0.1, null]);
  });

  it('is not there where the series does not have it', () => {
    expect(curveOf(series(1, {}), 'handovers', false)).toBeNull();
    expect(curveOf(series(1, {}), 'deliveryRate', false)).toBeNull();
    expect(curveOf(series(1, {}), 'responseRate', true)).toBeNull();
  });

  it('of a flow counts what it answered, like the figure', () => {
    expect(curveOf(series(1, { answered: 7 }), 'received', true)?.values).toEqual([7]);
  });

  it('is told by its lowest, highest and last point', () => {
    const curve = curveOf(series(1, { received: 2 }, { received: 9 }, { received: 4 }), 'received', false);
    expect(curve && extremesOf(curve)).toEqual({ low: 2, high: 9, peakAt: START / 1_000 + 3_600, last: 4 });
    expect(extremesOf({ at: [1, 2], values: [0, 0], isHourly: true })).toBeNull();
    expect(extremesOf({ at: [1], values: [null], isHourly: true })).toBeNull();
  });

  it('shows a moment that has no neighbour as a point', () => {
    expect(isolated([1, null, 2, 3, null, 0])).toEqual([0, 5]);
  });
});
