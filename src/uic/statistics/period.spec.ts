import { daysOf, periodOf } from './period.js';

const TODAY = '2026-03-02';

describe('a period', () => {
  it('without a choice is the thirty days that end today', () => {
    const days = daysOf({}, TODAY);
    expect(days).toHaveLength(30);
    expect([days[0], days.at(-1)]).toEqual(['2026-02-01', '2026-03-02']);
  });

  it('includes both its ends', () => {
    expect(daysOf({ from: '2026-02-28', to: '2026-03-01' }, TODAY)).toEqual(['2026-02-28', '2026-03-01']);
    expect(daysOf({ from: '2026-03-02' }, TODAY)).toEqual(['2026-03-02']);
    expect(daysOf({ from: '2024-01-01', to: '2024-12-31' }, TODAY)).toHaveLength(366);
  });

  it('begins and ends with the days of the place, also where their length changes', () => {
    const march = { from: '2026-03-28', to: '2026-03-29' };
    const moments = (zone: string) => {
      const { start, end } = periodOf(march, TODAY, zone);
      return [start.toISOString(), end.toISOString()];
    };
    expect(moments('Africa/Kinshasa')).toEqual(['2026-03-27T23:00:00.000Z', '2026-03-29T23:00:00.000Z']);
    expect(moments('Africa/Dakar')).toEqual(['2026-03-28T00:00:00.000Z', '2026-03-30T00:00:00.000Z']);
    expect(moments('Europe/Brussels')).toEqual(['2026-03-27T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  });

  it.each([
    [{ from: '2026-02-30' }, 'from'],
    [{ from: '2026-2-3' }, 'from'],
    [{ to: 'demain' }, 'to'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'to'],
    [{ from: '2025-01-01', to: '2026-03-01' }, 'from'],
  ])('%j is refused', (choice, field) => expect(() => daysOf(choice, TODAY)).toThrow(`invalid: ${field}`));
});
