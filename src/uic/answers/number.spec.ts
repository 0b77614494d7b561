import { readNumber } from './number.js';

const value = (text: string) => {
  const reading = readNumber(text, { key: 'height', kind: 'number', length: 4, min: 5, max: 2500 });
  return reading.ok ? `${reading.value}${reading.sure ? '' : '?'} ${reading.shown}` : reading.fault;
};

describe('a number', () => {
  it.each([
    ['25', '0025 25'],
    ['0025', '0025 25'],
    ['2500', '2500 2500'],
    ['1 250', '1250 1250'],
    ['٢٥', '0025 25'],
    ['vingt-cinq', '0025 25'],
    ["j'ai 25 ans", '0025 25'],
    ["C'est 25.", '0025 25'],
    ['environ 25', '0025? 25'],
    ['25 kg', '0025? 25'],
  ])('%j is %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['4', 'not-a-number'],
    ['2501', 'not-a-number'],
    ['9'.repeat(30), 'not-a-number'],
    ['-25', 'not-a-number'],
    ['- 25', 'not-a-number'],
    ['1,5', 'not-a-number'],
    ['25-30', 'not-a-number'],
    ['25 ou 30', 'not-a-number'],
    ['beaucoup', 'not-a-number'],
    ['двадцать 25', 'not-a-number'],
    ['Bonjour', 'greeting'],
    ['', 'empty'],
    ['???', 'empty'],
    ['25\n30', 'several-lines'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));
});
