import { readMonth } from './month.js';

const value = (text: string) => {
  const reading = readMonth(text);
  return reading.ok ? `${reading.value}${reading.sure ? '' : '?'}` : reading.fault;
};

describe('a month', () => {
  it.each([
    ['3', '03'],
    ['03', '03'],
    ['12', '12'],
    ['٣', '03'],
    ['mars', '03'],
    ['Août', '08'],
    ['AOUT', '08'],
    ['décembre', '12'],
    ['janv.', '01'],
    ['March', '03'],
    ['december', '12'],
    ['trois', '03'],
    ['onze', '11'],
    ['three', '03'],
    ['en mars', '03'],
    ['le mois de mars', '03'],
    ['je suis née en mars', '03'],
    ['12 mars 1997', '03'],
    ['mars 1997', '03'],
    ['12/03/1997', '03'],
    ['12.3.97', '03'],
    ['1997-03-12', '03'],
    ['03/1997', '03'],
    ['mois : 3', '03'],
  ])('%j is %s', (text, expected) => expect(value(text)).toBe(expected));

  it('that may be September or the seventh asks to be confirmed', () => expect(value('sept')).toBe('09?'));

  it.each([
    ['0', 'not-a-month'],
    ['13', 'not-a-month'],
    ['-3', 'not-a-month'],
    ['1997', 'not-a-month'],
    ['3 ou 4', 'not-a-month'],
    ['mars ou avril', 'not-a-month'],
    ['3 4', 'not-a-month'],
    ['hier', 'not-a-month'],
    ['12/13/1997', 'not-a-month'],
    ['март', 'not-a-month'],
    ['Bonjour', 'greeting'],
    ['', 'empty'],
    ['😀', 'empty'],
    ['3\n4', 'several-lines'],
    ['3'.repeat(81), 'too-long'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));
});
