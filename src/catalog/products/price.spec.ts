import { parsePrice, showPrice } from './price.js';

describe('a price', () => {
  it.each([
    ['12.5', '12.50'],
    ['12,50', '12.50'],
    [' 1 250,00 ', '1250.00'],
    ['1\u202f250', '1250.00'],
    ['0007', '7.00'],
    [0.1, '0.10'],
    [12, '12.00'],
    ['0.1234', '0.1234'],
    ['9999999999.9999', '9999999999.9999'],
    ['12.500000', '12.50'],
    ['7,00000', '7.00'],
    [0.1 + 0.2, '0.30'],
    [19.99 * 100, '1999.00'],
  ])('given as %j is kept as %j', (given, kept) => expect(parsePrice(given)).toBe(kept));

  it.each([
    '',
    '-1',
    '1.2.3',
    '1e3',
    'abc',
    '1.23456',
    '1.234560',
    1.23456,
    -0.1,
    '12345678901',
    '٣',
    '12 USD',
    null,
    undefined,
    NaN,
    Infinity,
    1e21,
    {},
    [12],
  ])('is not %j', (given) => expect(parsePrice(given)).toBeNull());

  it('is shown with two decimals, or as many as it needs', () => {
    expect(['12.5000', '12.0000', '0.1230', '7'].map(showPrice)).toEqual(['12.50', '12.00', '0.123', '7.00']);
  });
});
