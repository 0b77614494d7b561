import { figuresOf, stagesOf } from './figures.js';

const DAYS = ['2026-01-30', '2026-01-31'];
const STAGES = stagesOf([{ key: 'village' }, { key: 'mother' }]);
const row = (kind: string, item: string, amount: number, day = '2026-01-31') => ({ day, kind, item, amount });

describe('the figures of a period', () => {
  it('of nothing are zeros and no rates', () => {
    const { totals, days, towns, timeToComplete } = figuresOf([], DAYS, STAGES);
    expect(totals).toMatchObject({ issued: 0, droppedOut: 0, completionRate: null, duplicateRate: null });
    expect(days.map(({ day, issued }) => [day, issued])).toEqual([
      ['2026-01-30', 0],
      ['2026-01-31', 0],
    ]);
    expect(towns).toEqual([]);
    expect(timeToComplete).toEqual({ count: 0, medianSeconds: null, p90Seconds: null });
  });

  it('tell how many finish, and how many of the codes another phone had already', () => {
    const rows = [
      row('issued', 'all', 3),
      row('issued', 'all', 5, '2026-01-30'),
      row('repeated', 'all', 1),
      row('duplicate', 'all', 1),
      row('drop-out', 'village:expired', 1),
      row('limited', 'all', 2),
    ];
    const { totals, days } = figuresOf(rows, DAYS, STAGES);
    expect(totals).toMatchObject({ issued: 8, completionRate: 0.75, duplicateRate: 0.125 });
    expect(days.map(({ issued, droppedOut }) => [issued, droppedOut])).toEqual([
      [5, 0],
      [3, 1],
    ]);
  });

  it('follow the questions that are asked, and keep what was counted under former ones', () => {
    const rows = [
      row('drop-out', 'town:expired', 4),
      row('drop-out', 'mother:cancelled', 2),
      row('drop-out', 'consent:refused', 1),
    ];
    const { dropOuts, totals } = figuresOf(rows, DAYS, STAGES);
    expect(dropOuts.map(({ at, total }) => `${at} ${total}`)).toEqual([
      'consent 1',
      'village 0',
      'mother 2',
      'summary 0',
      'town 4',
    ]);
    expect(totals.droppedOut).toBe(7);
  });

  it('rank towns, genders and languages over all days', () => {
    const rows = [
      row('language', 'fr', 2, '2026-01-30'),
      row('language', 'fr', 2),
      row('language', 'en', 3),
      row('language', 'ar', 3),
    ];
    expect(figuresOf(rows, DAYS, STAGES).languages).toEqual([
      { language: 'fr', count: 4 },
      { language: 'ar', count: 3 },
      { language: 'en', count: 3 },
    ]);
  });
});
