import { readYear } from './year.js';

const value = (text: string) => {
  const reading = readYear(text, 2026);
  return reading.ok ? reading.value : reading.fault;
};

describe('a year of birth', () => {
  it.each([
    ['7', '7'],
    ['0', '0'],
    ['07', '7'],
    ['97', '7'],
    ["'97", '7'],
    ['1997', '7'],
    ['1900', '0'],
    ['2026', '6'],
    ['1 9 9 7', '7'],
    ['1 997', '7'],
    ['12/03/1997', '7'],
    ['12-3-1997', '7'],
    ['12.03.97', '7'],
    ['12 / 03 / 1997', '7'],
    ['1997-03-12', '7'],
    ['12 mars 1997', '7'],
    ['1er août 1997', '7'],
    ['né en 1997', '7'],
    ['Je suis née le 12/03/1997', '7'],
    ["C'est 7", '7'],
    ['dernier chiffre : 7', '7'],
    ['٧', '7'],
    ['١٩٩٧', '7'],
    ['１９９７', '7'],
    ['𝟟', '7'],
    ['7️⃣', '7'],
    ['sept', '7'],
    ['Zéro', '0'],
    ['quatre-vingt-dix-sept', '7'],
    ['quatre vingts', '0'],
    ['quatre-vingt-un', '1'],
    ['nonante-sept', '7'],
    ['septante et un', '1'],
    ['soixante et onze', '1'],
    ['vingt et un', '1'],
    ['mil neuf cent quatre-vingt-dix-sept', '7'],
    ['dix-neuf cent nonante-sept', '7'],
    ['deux mille', '0'],
    ['deux mille trois', '3'],
    ['né en mille neuf cent soixante-trois', '3'],
    ['seven', '7'],
  ])('%j ends in %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['', 'empty'],
    ['😀', 'empty'],
    ['1899', 'not-a-year'],
    ['2027', 'not-a-year'],
    ['2999', 'not-a-year'],
    ['199', 'not-a-year'],
    ['19977', 'not-a-year'],
    ['-7', 'not-a-year'],
    ['7 ou 8', 'not-a-year'],
    ['7 8', 'not-a-year'],
    ['25 ans', 'not-a-year'],
    ["j'ai 25 ans", 'not-a-year'],
    ['32/01/1997', 'not-a-year'],
    ['12/13/1997', 'not-a-year'],
    ['12/03/1850', 'not-a-year'],
    ['1997-1998', 'not-a-year'],
    ['un deux', 'not-a-year'],
    ['deux mille quarante', 'not-a-year'],
    ['Mbengue', 'not-a-year'],
    ['год 7', 'not-a-year'],
    ['Bonjour', 'greeting'],
    ['19\n97', 'several-lines'],
    ['1'.repeat(81), 'too-long'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));

  it('is measured against the year it is', () => {
    expect(readYear('2027', 2027).ok).toBe(true);
    expect(readYear('2027', 2026).ok).toBe(false);
  });
});

describe('of a year of birth', () => {
  const kept = (text: string, digits: number) => {
    const reading = readYear(text, 2026, digits);
    return reading.ok ? `${reading.value}${reading.sure ? '' : '?'}` : reading.fault;
  };

  it.each([
    ['97', '97'],
    ['07', '07'],
    ['1997', '97'],
    ['12/03/97', '97'],
    ['né en 2003', '03'],
    ['nonante-sept', '97'],
    ['deux mille trois', '03'],
    ['7', 'not-a-number'],
    ['2027', 'not-a-number'],
    ['Mbengue', 'not-a-number'],
    ['😀', 'empty'],
    ['Bonjour', 'greeting'],
  ])('two digits are kept: %j is %s', (text, expected) => expect(kept(text, 2)).toBe(expected));

  it.each([
    ['1997', '1997'],
    ['12 mars 1997', '1997'],
    ['97', '1997'],
    ['05', '2005?'],
    ['12/03/05', '2005?'],
    ['27', '1927'],
    ['0097', 'not-a-number'],
    ['1899', 'not-a-number'],
    ['7', 'not-a-number'],
  ])('all four are kept, and a guessed century is confirmed: %j is %s', (text, expected) =>
    expect(kept(text, 4)).toBe(expected),
  );
});
