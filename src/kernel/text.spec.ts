import { lengthOf, plainName, within } from './text.js';

describe('bounded text', () => {
  it('stays whole up to the limit, counted as people count', () => {
    const emoji = '😀'.repeat(4096);
    expect(within(emoji, 4096)).toBe(emoji);
    expect(lengthOf(emoji)).toBe(4096);
  });

  it('is cut after the limit and never through a character', () => {
    expect(within('abc😀😀', 4)).toBe('abc😀');
    expect(within('x'.repeat(1_000_000), 4096)).toHaveLength(4096);
  });
});

describe('a name', () => {
  it.each([
    ['Ada Ilunga', 'Ada Ilunga'],
    ['  Ada \n Ilunga\t', 'Ada Ilunga'],
    ['\u202eadA\u202c', 'adA'],
    ['A\u0000d\u001b[31ma', 'A d [31ma'],
    ["Robert'); DROP TABLE people;--", "Robert'); DROP TABLE people;--"],
    ['{{name}} ${x} <b>', '{{name}} ${x} <b>'],
    ['👩‍⚕️ Ève', '👩‍⚕️ Ève'],
    ['مريم', 'مريم'],
    ['\ud800Ada', 'Ada'],
  ])('%p is kept as %p', (given, kept) => {
    expect(plainName(given)).toBe(kept);
  });

  it.each([undefined, null, 7, {}, '', '   ', '\u200b\u2066\u2069\u0007'])('%p is no name', (given) => {
    expect(plainName(given)).toBeUndefined();
  });

  it('has at most 200 characters', () => {
    expect(lengthOf(plainName('😀'.repeat(5_000)) ?? '')).toBe(200);
  });
});
