import { moneyIn, sum, times } from './money.js';

describe('money', () => {
  it.each([
    ['fr', '12.50', 'USD', '12,50 $US'],
    ['en', '12.50', 'USD', '$12.50'],
    ['fr', '25000.00', 'CDF', '25 000 CDF'],
    ['fr', '1250.5', 'CDF', '1 250,50 CDF'],
    ['fr', '0.125', 'USD', '0,125 $US'],
    ['en', '3', 'USD', '$3.00'],
    ['fr', '25000', 'XAF', '25 000 FCFA'],
    ['fr', '12.50', 'nothing', '12.50 nothing'],
    ['fr', 'twelve', 'USD', 'twelve USD'],
  ])('in %s, %s %s is %s', (language, amount, currency, expected) => {
    expect(moneyIn(language, amount, currency)).toBe(expected);
  });

  it.each([
    ['0.10', 3, '0.30'],
    ['12.5', 2, '25.00'],
    ['1.005', 3, '3.015'],
    ['99999999999.99', 999, '99899999999990.01'],
    ['-1.50', 2, '-3.00'],
    ['7', 0, '0.00'],
    ['1,50', 2, null],
    ['1.50', 1.5, null],
  ])('%s × %s is %s, exactly', (amount, quantity, expected) => {
    expect(times(amount, quantity)).toBe(expected);
  });

  it.each([
    [['0.10', '0.20'], '0.30'],
    [['1', '2.5', '0.005'], '3.505'],
    [[], '0.00'],
    [['1.00', 'x'], null],
  ])('the sum of %j is %s', (amounts, expected) => {
    expect(sum(amounts)).toBe(expected);
  });
});
