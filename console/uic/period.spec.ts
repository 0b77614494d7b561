import { isWhole, usualPeriod } from './period.js';

describe('a period', () => {
  it('is the thirty days that end today, when nothing is chosen', () => {
    const now = Date.parse('2026-03-02T23:30:00Z');
    expect(usualPeriod(now, 'UTC')).toEqual({ from: '2026-02-01', to: '2026-03-02' });
    expect(usualPeriod(now, 'Africa/Kinshasa')).toEqual({ from: '2026-02-02', to: '2026-03-03' });
  });

  it('may be a single day, and no more than 366', () => {
    expect(isWhole({ from: '2026-01-31', to: '2026-01-31' })).toBe(true);
    expect(isWhole({ from: '2024-01-01', to: '2024-12-31' })).toBe(true);
    expect(isWhole({ from: '2024-01-01', to: '2025-01-01' })).toBe(false);
  });

  it('is not whole backwards, or with a day that is being typed', () => {
    expect(isWhole({ from: '2026-02-01', to: '2026-01-31' })).toBe(false);
    expect(isWhole({ from: '', to: '2026-01-31' })).toBe(false);
  });
});
