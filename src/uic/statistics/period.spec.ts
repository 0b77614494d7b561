import { daysOf } from './period.js';

const now = new Date('2026-03-02T23:30:00Z');

describe('a period', () => {
  it('without a choice is the thirty days that end today', () => {
    const days = daysOf({}, now);
    expect(days).toHaveLength(30);
    expect([days[0], days.at(-1)]).toEqual(['2026-02-01', '2026-03-02']);
  });

  it('includes both its ends', () => {
    expect(daysOf({ from: '2026-02-28', to: '2026-03-01' }, now)).toEqual(['2026-02-28', '2026-03-01']);
    expect(daysOf({ from: '2026-03-02' }, now)).toEqual(['2026-03-02']);
    expect(daysOf({ from: '2024-01-01', to: '2024-12-31' }, now)).toHaveLength(366);
  });

  it.each([
    [{ from: '2026-02-30' }, 'from'],
    [{ from: '2026-2-3' }, 'from'],
    [{ to: 'demain' }, 'to'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'to'],
    [{ from: '2025-01-01', to: '2026-03-01' }, 'from'],
  ])('%j is refused', (choice, field) => expect(() => daysOf(choice, now)).toThrow(`invalid: ${field}`));
});
