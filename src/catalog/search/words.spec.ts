import { completions, likely } from './spelling.js';
import { keysOf, skuKeyOf, wordsOf } from './words.js';

describe('the words of a text', () => {
  it.each([
    ['Les Chargeurs solaires, 10 W', ['chargeur', 'solaire', '10', 'w']],
    ['prix du Maïs et des œufs', ['pri', 'mai', 'oeuf']],
    ['x'.repeat(100), ['x'.repeat(31)]],
    ['🙂 … le la les', []],
  ])('%j are %j', (text, words) => expect(wordsOf(text)).toEqual(words));

  it('a SKU is its letters and digits', () => expect(skuKeyOf('Chg-Sol / 01')).toBe('chgsol01'));

  it('numbers are found whole only', () => expect(keysOf('000123')).toEqual([]));
});

describe('what somebody may have meant', () => {
  const known = ['chargeur', 'charge', 'charrue', 'savon', 'salon', 'telephone', 'televiseur', 'riz'];

  it.each([
    ['chargur', 'chargeur'],
    ['sabon', 'savon'],
    ['telefone', 'telephone'],
  ])('%s is %s', (typed, meant) => expect(likely(typed, known)[0]).toBe(meant));

  it.each(['ris', '12345', 'zzzzz', ''])('%j is nothing known', (typed) =>
    expect(likely(typed, known)).toEqual([]),
  );

  it('a word not yet whole is completed, the shortest first', () =>
    expect(completions('char', known)).toEqual(['charge', 'charrue', 'chargeur']));
});
