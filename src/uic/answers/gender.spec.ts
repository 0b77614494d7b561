import { readGender } from './gender.js';

const value = (text: string) => {
  const reading = readGender(text, ['1', '2', '3', '4']);
  return reading.ok ? reading.value : reading.fault;
};

describe('a gender', () => {
  it.each([
    ['1', '1'],
    ['2.', '2'],
    ['n° 3', '3'],
    ['option 4', '4'],
    ['٢', '2'],
    ['2️⃣', '2'],
    ['un', '1'],
    ['deux', '2'],
    ['homme', '1'],
    ['HOMME', '1'],
    ['Je suis un homme', '1'],
    ['masculin', '1'],
    ['Garçon', '1'],
    ['male', '1'],
    ['H', '1'],
    ['m', '1'],
    ['femme', '2'],
    ["c'est une fille", '2'],
    ['Féminin', '2'],
    ['F', '2'],
    ['1 - homme', '1'],
    ['trans', '3'],
    ['Transgenre', '3'],
    ['femme trans', '3'],
    ['autre', '4'],
    ['non-binaire', '4'],
    ['other', '4'],
  ])('%j is %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['1 et 2', 'several-options'],
    ['1/2', 'several-options'],
    ['homme et femme', 'several-options'],
    ['homme ou femme', 'several-options'],
    ['1 femme', 'several-options'],
    ['trans ou autre', 'several-options'],
    ['5', 'not-an-option'],
    ['12', 'not-an-option'],
    ['1 5', 'not-an-option'],
    ['je ne suis pas une femme', 'not-an-option'],
    ['bleu', 'not-an-option'],
    ['мужчина', 'not-an-option'],
    ['Bonjour', 'greeting'],
    ['', 'empty'],
    ['👩', 'empty'],
    ['1\n2', 'several-lines'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));
});
