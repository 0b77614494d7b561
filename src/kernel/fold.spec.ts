import { fold } from './fold.js';

describe('folding', () => {
  it.each([
    ['Téléphone À CLAVIER', 'telephone a clavier'],
    ['l’œuf n°5 (frais) 🥚', 'l oeuf n 5 frais'],
    ['  ＲＩＺ\u200b  25kg ', 'riz 25kg'],
    ['🥚!', ''],
    ["  L'OEUF, no. 5\t(frais)~ ", 'l oeuf no 5 frais'],
    ["L'OEUF, no. 5 (frais)~", 'l oeuf no 5 frais'],
    ['  ÀIDE !! ', 'aide'],
    ['d’accord', 'd accord'],
    ["J'ACCEPTE", 'j accepte'],
    ['pré\u200bcé\u0301dent', 'precedent'],
    ['Cœur', 'coeur'],
    ['Ｓｔｏｐ.', 'stop'],
    ['1️⃣', '1'],
    ['👍 oui 👍', 'oui'],
    ['?!', ''],
    ["  D'ACCORD, 2 x OK~", 'd accord 2 x ok'],
    ['Straße Łódź', 'strasse lodz'],
    ['', ''],
  ])('%j reads %j', (text, folded) => expect(fold(text)).toBe(folded));
});
