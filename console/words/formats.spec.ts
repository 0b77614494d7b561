import { Formats, international, localeOf, masked } from './formats.js';

const fr = new Formats('fr-FR', 'Africa/Kinshasa');
const en = new Formats('en-GB', 'Africa/Kinshasa');
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const NOW = Date.parse('2026-11-21T10:15:30Z');

describe('numbers and times as the reader writes them', () => {
  it('follow the reader’s own form of the language shown', () => {
    expect(localeOf('en', ['fr-CD', 'en-US'])).toBe('en-US');
    expect(localeOf('fr', ['en-US'])).toBe('fr-FR');
    expect(localeOf('en', ['fr-FR', 'fr'])).toBe('en-GB');
  });

  it('are counts and shares', () => {
    expect(plain(fr.count(12_345))).toBe('12 345');
    expect(plain(en.count(1_234_567)).toUpperCase()).toBe('1.2M');
    expect(plain(fr.percent(0.974))).toBe('97,4 %');
    expect(en.percent(0.5)).toBe('50%');
  });

  it('are prices, with the decimals that they came with', () => {
    expect(plain(fr.price('1250.50', 'USD'))).toBe('1 250,50 USD');
    expect(plain(en.price('12', 'CDF'))).toBe('12 CDF');
  });

  it('are durations, from milliseconds to hours', () => {
    expect([0.42, 1.44, 59.94, 60, 200, 3_600, 7_500].map((each) => plain(fr.duration(each)))).toEqual([
      '420 ms',
      '1,4 s',
      '59,9 s',
      '1 min',
      '3 min 20 s',
      '1 h',
      '2 h 5 min',
    ]);
    expect(plain(en.duration(3.84))).toBe('3.8 s');
  });

  it('are the time of today, and the day of what is older', () => {
    expect(fr.when('2026-11-21T08:05:00Z', NOW)).toBe('09:05');
    expect(fr.when('2026-11-20T22:30:00Z', NOW)).toBe('20 nov., 23:30');
    expect(en.day('2026-11-20T22:30:00Z')).toBe('20 Nov');
  });

  it('are how long ago something was', () => {
    expect(plain(fr.ago('2026-11-21T10:15:10Z', NOW))).toBe('maintenant');
    expect(plain(fr.ago('2026-11-21T10:10:00Z', NOW))).toBe('il y a 5 min');
    expect(plain(en.ago('2026-11-21T07:00:00Z', NOW))).toBe('3 hr ago');
    expect(plain(en.ago('2026-11-20T07:00:00Z', NOW))).toBe('yesterday');
    expect(plain(en.ago('2026-11-21T10:16:00Z', NOW))).toBe('now');
  });
});

describe('a phone number on a screen that others see', () => {
  it('shows its last two digits and nothing else', () => {
    expect(plain(masked('243810000007') ?? '')).toBe('••• 07');
    expect(plain(masked('+…07') ?? '')).toBe('••• 07');
    expect(masked(null)).toBeNull();
    expect(masked('')).toBeNull();
  });
});

describe('a phone number for those who answer', () => {
  it('is written in groups', () => {
    expect(plain(international('243810000007'))).toBe('+243 81 000 00 07');
    expect(international('33612345678')).toBe('+33612345678');
  });
});
