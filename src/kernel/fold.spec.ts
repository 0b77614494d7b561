import { fold } from './fold.js';

describe('folding', () => {
  it.each([
    ['Téléphone À CLAVIER', 'telephone a clavier'],
    ['l’œuf n°5 (frais) 🥚', 'l oeuf n 5 frais'],
    ['  ＲＩＺ\u200b  25kg ', 'riz 25kg'],
    ['🥚!', ''],
  ])('%j reads %j', (text, folded) => expect(fold(text)).toBe(folded));
});
