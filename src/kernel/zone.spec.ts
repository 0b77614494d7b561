import { dayIn, isZone, startOfDay, wallIn } from './zone.js';

describe('the days of a place', () => {
  it.each([
    ['Africa/Kinshasa', '2026-01-31T22:59:59.999Z', '2026-01-31'],
    ['Africa/Kinshasa', '2026-01-31T23:00:00.000Z', '2026-02-01'],
    ['Africa/Lubumbashi', '2026-01-31T22:00:00.000Z', '2026-02-01'],
    ['Africa/Dakar', '2026-01-31T23:59:59.999Z', '2026-01-31'],
    ['UTC', '2026-01-31T23:59:59.999Z', '2026-01-31'],
    ['Asia/Kathmandu', '2026-01-31T18:15:00.000Z', '2026-02-01'],
    ['Africa/Casablanca', '2026-03-31T23:30:00.000Z', '2026-04-01'],
  ])('%s counts %s to %s', (zone, at, day) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
  });

  it.each([
    ['Africa/Kinshasa', '2026-02-01', '2026-01-31T23:00:00.000Z'],
    ['Africa/Lubumbashi', '2026-02-01', '2026-01-31T22:00:00.000Z'],
    ['UTC', '2026-02-01', '2026-02-01T00:00:00.000Z'],
    // Summer time: a day of 23 hours, and one of 25.
    ['Europe/Brussels', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Brussels', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Brussels', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Brussels', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    // Clocks are put forward at midnight: the day begins at 01:00.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-01-01', '2026-01-01T11:00:00.000Z'],
    ['America/St_Johns', '2026-01-01', '2026-01-01T03:30:00.000Z'],
  ])('in %s %s begins at %s', (zone, day, at) => {
    expect(startOfDay(zone, day).toISOString()).toBe(at);
    expect(dayIn(zone, startOfDay(zone, day))).toBe(day);
    expect(dayIn(zone, new Date(startOfDay(zone, day).getTime() - 1)) < day).toBe(true);
  });

  it('every moment is in the day that has begun and not in the next', () => {
    for (const zone of ['Africa/Kinshasa', 'Africa/Cairo', 'America/Havana', 'Australia/Lord_Howe'])
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000 + 61_000) {
        const day = dayIn(zone, new Date(at));
        expect(startOfDay(zone, day).getTime()).toBeLessThanOrEqual(at);
      }
  });

  it('shows what the clocks there showed', () => {
    expect(wallIn('Africa/Lubumbashi', new Date('2026-01-31T22:30:05.678Z')).toISOString()).toBe(
      '2026-02-01T00:30:05.678Z',
    );
  });

  it.each([
    ['Africa/Kinshasa', true],
    ['UTC', true],
    ['Africa/Nowhere', false],
    ['+01:00', false],
    ['', false],
  ])('%s is a zone: %s', (name, is) => expect(isZone(name)).toBe(is));
});
