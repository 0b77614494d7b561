import { dayThere, wallMsOf } from './server-time.js';

describe('the time of the server', () => {
  it.each([
    ['2026-03-02T23:30:00.250', 'Africa/Lubumbashi', '2026-03-02T23:30:00.000Z'],
    ['2026-03-02T23:30:00', 'Etc/UTC', '2026-03-02T23:30:00.000Z'],
    ['2026-03-02T23:30:00.000+0000', 'Africa/Lubumbashi', '2026-03-03T01:30:00.000Z'],
    ['2026-03-02T23:30:00Z', 'Africa/Kinshasa', '2026-03-03T00:30:00.000Z'],
    ['2026-03-02T23:30:00Z', 'Nowhere/Atall', '2026-03-02T23:30:00.000Z'],
  ])('is read from %s in %s', (serverDate, zone, wall) => {
    expect(new Date(wallMsOf(serverDate, zone) ?? 0).toISOString()).toBe(wall);
  });

  it.each(['', 'yesterday', '02/03/2026'])('is not guessed from « %s »', (serverDate) => {
    expect(wallMsOf(serverDate, 'Etc/UTC')).toBeNull();
  });

  it('tells the day there of a moment here, however wrong our own clock is', () => {
    const hour = 3_600_000;
    const there = Date.parse('2026-03-02T23:30:00Z');
    const time = { wallMs: there, calendarMs: there + 48 * hour, steadyMs: performance.now() };
    expect(dayThere(new Date(time.calendarMs), time)).toBe('2026-03-02');
    expect(dayThere(new Date(time.calendarMs - 24 * hour), time)).toBe('2026-03-01');
    expect(dayThere(new Date(time.calendarMs + 24 * hour), time)).toBe('2026-03-02');
  });
});
