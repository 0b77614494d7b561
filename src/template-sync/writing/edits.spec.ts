import { nextEdit } from './edits.js';

const HOUR = 3_600_000;
const NOW = new Date(Date.UTC(2026, 10, 21));
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);

describe('an approved template may be edited', () => {
  it('when it never was', () => expect(nextEdit([], NOW)).toBeNull());
  it('a day after it was', () => {
    expect(nextEdit([ago(24)], NOW)).toBeNull();
    expect(nextEdit([ago(23)], NOW)).toEqual(ago(-1));
  });
  it('ten times in thirty days', () => {
    const nine = Array.from({ length: 9 }, (_, n) => ago(25 + 24 * (8 - n)));
    expect(nextEdit(nine, NOW)).toBeNull();
    expect(nextEdit([ago(29 * 24), ...nine], NOW)).toEqual(ago(-24));
    expect(nextEdit([ago(31 * 24), ...nine], NOW)).toBeNull();
  });
});
