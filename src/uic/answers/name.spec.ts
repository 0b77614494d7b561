import { loadQuestions } from '../questions/questions-file.js';
import type { Form } from '../scheme.js';
import { readName } from './name.js';

const [family] = loadQuestions().questions;
const read = (text: string) => readName(text, family!);
const value = (text: string) => {
  const reading = read(text);
  return reading.ok ? reading.value : reading.fault;
};

describe('a name', () => {
  it.each([
    ['MBE', 'MBE'],
    ['mbé', 'MBE'],
    ['Mbengue', 'MBE'],
    ["N'Landu", 'NLA'],
    ['N’Landu', 'NLA'],
    ['Kasa-Vubu', 'KAS'],
    ['Jean-Paul', 'JEA'],
    ['Wa Mutombo', 'WAM'],
    ['de Souza', 'DES'],
    ['  van   der Berg ', 'VAN'],
    ['Œdipe', 'OED'],
    ['Ɔbama', 'OBA'],
    ['Ɛ́lɛngɛ', 'ELE'],
    ['Ŋgoma', 'NGG'],
    ['Łukasz', 'LUK'],
    ['Straße', 'STR'],
    ['Ɗangote', 'DAN'],
    ['ＭＢＥＮＧＵＥ', 'MBE'],
    ['M B E', 'MBE'],
    ['m.b.e.', 'MBE'],
    ['M BE', 'MBE'],
    ['Mbengue 😀', 'MBE'],
    ['\u202eMbengue\u202c', 'MBE'],
    ['M\u200bb\u00ade', 'MBE'],
    ['Mbengue\n', 'MBE'],
  ])('of %j begins with %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['Okito', 'OKI'],
    ['Bonjouru', 'BON'],
    ['Salutu', 'SAL'],
    ['Ouimba', 'OUI'],
    ['Nonga', 'NON'],
    ['Aucuna', 'AUC'],
    ['Monseka', 'MON'],
    ['Cestia', 'CES'],
  ])('%s that merely begins like something else is a name', (text, expected) =>
    expect(value(text)).toBe(expected),
  );

  it.each([
    ["je m'appelle Mbengue", 'MBE'],
    ['Je m’appelle Mbengue', 'MBE'],
    ['je mappelle mbengue', 'MBE'],
    ["Bonjour, je m'appelle Mbengue", 'MBE'],
    ["Oui, c'est Mbengue", 'MBE'],
    ['Mon nom est Mbengue', 'MBE'],
    ["mon nom c'est Mbengue", 'MBE'],
    ["C'est Ibrahim", 'IBR'],
    ["moi c'est Ibrahim", 'IBR'],
    ['Nom : Mbengue', 'MBE'],
    ['Prénom: Ibrahim', 'IBR'],
    ['Nom de famille = Mbengue', 'MBE'],
    ['My name is Mbengue', 'MBE'],
    ['Nkombo na ngai Mbengue', 'MBE'],
    ["c'est M B E", 'MBE'],
    ['Mr Mbengue', 'MBE'],
    ['M. Mbengue', 'MBE'],
    ['Madame Mbengue', 'MBE'],
    ['Dr. Mbengue', 'MBE'],
    ['Monsieur le', 'LEX'],
    ['Soeur Ibrahim', 'IBR'],
    ["je m'appelle Dr Mbengue", 'MBE'],
    ['Dr E', 'DRE'],
  ])('in %j is found', (text, expected) => expect(value(text)).toBe(expected));

  it('of two letters is filled up with X, surely', () =>
    expect(read('Ko')).toEqual({ ok: true, value: 'KOX', shown: 'KOX', sure: true }));

  it('of one letter is filled up with X and asks to be confirmed', () => {
    expect(read('K')).toEqual({ ok: true, value: 'KXX', shown: 'KXX', sure: false });
    expect(read("c'est K")).toEqual({ ok: true, value: 'KXX', shown: 'KXX', sure: false });
  });

  it('after a bare M, which may be a title or not, asks to be confirmed', () =>
    expect(read('M Kabongo')).toEqual({ ok: true, value: 'KAB', shown: 'KAB', sure: false }));

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u200b\u200e', 'empty'],
    ['😀', 'empty'],
    ['???', 'empty'],
    ['MB3', 'digits'],
    ['Mbengue 2', 'digits'],
    ['Mb٣', 'digits'],
    ['Mb²', 'digits'],
    ['Мбенге', 'not-latin'],
    ['مبينغي', 'not-latin'],
    ['Mbenguе', 'not-latin'],
    ['MBE\nIBR', 'several-lines'],
    ['MBE\u2028IBR', 'several-lines'],
    ['A'.repeat(81), 'too-long'],
    ['Bonjour', 'greeting'],
    ['BONSOIR !', 'greeting'],
    ['bonjour docteur', 'greeting'],
    ['Bonjour à tous', 'greeting'],
    ['salut', 'greeting'],
    ['Salut, ça va ?', 'greeting'],
    ['Mbote', 'greeting'],
    ['mboté na yo', 'greeting'],
    ['Jambo', 'greeting'],
    ['hello', 'greeting'],
    ['Hi', 'greeting'],
    ['Bonjour Mbengue', 'greeting'],
    ['aucun', 'no-name'],
    ['Néant', 'no-name'],
    ['je ne sais pas', 'no-name'],
    ["je n'ai pas de prénom", 'no-name'],
    ['oui', 'no-name'],
    ['Non', 'no-name'],
    ['OK', 'no-name'],
    ['ok Mbengue', 'no-name'],
    ["d'accord", 'no-name'],
    ['nom :', 'no-name'],
    ["je m'appelle", 'no-name'],
    ["c'est aucun", 'no-name'],
  ])('cannot be taken from %j: %s', (text, fault) => expect(value(text)).toBe(fault));

  it('of eighty characters passes', () => expect(value('A'.repeat(80))).toBe('AAA'));
});

describe('of a name', () => {
  const of = (text: string, form: Partial<Form>) => {
    const reading = readName(text, { key: 'mother', kind: 'letters', length: 3, pad: 'X', ...form });
    if (!reading.ok) throw new Error(reading.fault);
    return `${reading.value}${reading.sure ? '' : '?'}`;
  };

  it.each([
    ['only the first letter is kept, and one letter is enough', 'M', { length: 1 }, 'M'],
    ['two letters are kept', 'Marie', { length: 2 }, 'MA'],
    ['the first and the third letter are kept', 'Marie', { length: 2, take: [1, 3] }, 'MR'],
    [
      'the places that it does not have are filled up where they are',
      'Ko',
      { length: 2, take: [3, 1] },
      'XK',
    ],
    ['one letter does not tell the third', 'K', { length: 2, take: [1, 3] }, 'KX?'],
    ['another character fills up', 'Ko', { pad: '0' }, 'KO0'],
    ['the other side is filled up', 'Ko', { side: 'left' as const }, 'XKO'],
  ])('%s', (_, text, form, expected) => expect(of(text, form)).toBe(expected));
});
