import { DateUtils } from 'typeorm/util/DateUtils.js';
import { momentIn, momentText } from './sqlite-moment.js';

describe('a moment in SQLite', () => {
  it('is written as TypeORM writes it, and read again to the millisecond', () => {
    const moment = new Date('2026-02-03T04:05:06.007Z');
    expect(momentText(moment)).toBe('2026-02-03 04:05:06.007');
    expect(momentIn('2026-02-03 04:05:06.007')).toEqual(moment);
  });

  it.each([
    0,
    1,
    999,
    1_000,
    59_999,
    60_000,
    -1,
    -60_001,
    Date.UTC(2026, 1, 28, 23, 59, 59, 999),
    253402300799999,
  ])('is written the same way whichever was written before: %i', (at) => {
    const moment = new Date(at);
    for (const before of [at - 1, at, at + 60_000]) {
      momentText(new Date(before));
      expect(momentText(moment)).toBe(DateUtils.mixedDateToUtcDatetimeString(moment));
    }
  });

  it('is left to TypeORM where the year has more than four digits, or where it is none', () => {
    expect(momentText(new Date(8.64e15))).toBeNull();
    expect(momentText(new Date(Number.NaN))).toBeNull();
  });

  it.each(['2026-02-03T04:05:06.007', '2026-02-03 04:05:06', '2026-02-03 99:05:06.007', ''])(
    'is left to TypeORM where it is written as « %s »',
    (text) => expect(momentIn(text)).toBeNull(),
  );
});
