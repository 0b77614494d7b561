import { loadQuestions } from '../questions/questions-file.js';
import type { Choice } from '../questions/definition.js';
import { choiceReader } from './choice.js';

const valueOf = (options: readonly Choice[], text: string) => {
  const reading = choiceReader(options)(text);
  return reading.ok ? reading.value : reading.fault;
};
const gender = loadQuestions().questions.find(({ key }) => key === 'gender')?.options ?? [];
const value = (text: string) => valueOf(gender, text);

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
    ['Je suis non binaire', '4'],
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
    ['01', 'not-an-option'],
    ['non, femme', 'not-an-option'],
    ['мужчина', 'not-an-option'],
    ['Bonjour', 'greeting'],
    ['', 'empty'],
    ['👩', 'empty'],
    ['1\n2', 'several-lines'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));
});

describe('a choice of the deployment', () => {
  const option = (value: string, fr: string, en: string, words: string[] = []): Choice => ({
    value,
    names: { fr, en },
    words,
    prevailsOver: [],
  });
  const figures = [
    option('01', 'Marié', 'Married'),
    option('02', 'Non marié', 'Not married', ['célibataire']),
  ];
  const letters = [
    option('A', '18-25 ans', '18-25 years'),
    option('B', 'Plus âgé', 'Older', ['vieux']),
    option('C', 'نعم', 'Yes'),
  ];

  it.each([
    ['01', '01'],
    ['1', '01'],
    ['un', '01'],
    ['marié', '01'],
    ['MARRIED', '01'],
    ['non marié', '02'],
    ['je suis non-marié', '02'],
    ['Not married', '02'],
    ['célibataire', '02'],
    ['marié, non marié', 'several-options'],
    ['3', 'not-an-option'],
    ['001', 'not-an-option'],
  ])('with values of two figures: %j is %s', (text, expected) =>
    expect(valueOf(figures, text)).toBe(expected),
  );

  it.each([
    ['a', 'A'],
    ['18-25 ans', 'A'],
    ['18-25 YEARS', 'A'],
    ['plus agé', 'B'],
    ['c’est B', 'B'],
    ['vieux', 'B'],
    ['نعم', 'C'],
    ['1', 'not-an-option'],
    ['18', 'not-an-option'],
  ])('with letters: %j is %s', (text, expected) => expect(valueOf(letters, text)).toBe(expected));
});
