import { retryAfterMs } from './retry-after.js';

const NOW = new Date('2026-11-21T02:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['Sat, 21 Nov 2026 02:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 01:00:00 GMT', 0],
    ['soon', 0],
    ['-1', 0],
  ])('%s asks for %i ms', (header, ms) => {
    expect(retryAfterMs({ 'retry-after': header }, NOW)).toBe(ms);
  });
});
