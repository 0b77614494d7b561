import { loadTowns } from '../towns/towns-file.js';
import { readTown } from './town.js';

const towns = loadTowns();
const value = (text: string, mode: 'open' | 'strict' = 'open') => {
  const reading = readTown(text, towns, mode);
  return reading.ok ? `${reading.value}${reading.sure ? '' : '?'}` : reading.fault;
};

describe('a town of birth', () => {
  it.each([
    ['Kinshasa', 'KI'],
    ['KINSHASA', 'KI'],
    ['kin', 'KI'],
    ['Kin la belle', 'KI'],
    ['Léopoldville', 'KI'],
    ['né à Kinshasa', 'KI'],
    ['Je suis née à Kinshasa', 'KI'],
    ['à la ville de Kinshasa', 'KI'],
    ['Kinshasa, RDC', 'KI'],
    ['Kinshasa (R.D. Congo)', 'KI'],
    ['Kinshasa RDC', 'KI'],
    ['Kinshasa, République démocratique du Congo', 'KI'],
    ['Mbuji-Mayi', 'MB'],
    ['mbuji mayi', 'MB'],
    ['Mbujimayi', 'MB'],
    ['Lubumbashi', 'LU'],
    ["L'shi", 'LU'],
    ['Kisangani', 'KS'],
    ['Stanleyville', 'KS'],
    ['Mbanza Ngungu', 'MG'],
    ['Dakar', 'DA'],
    ['Likasi, Haut-Katanga', 'LI'],
    ['Haut-Katanga', 'XD'],
    ['province du Haut-Katanga', 'XD'],
    ['ailleurs en Équateur', 'XC'],
    ['Bas-Congo', 'XA'],
    ["à l'étranger", 'ZZ'],
    ['je ne sais pas', 'ZZ'],
    ['KI', 'KI'],
    ['ki', 'KI'],
    ['K.I.', 'KI'],
    ['da', 'DA'],
    ['QQ', 'QQ'],
    ['NO', 'unknown-town'],
    ['Kinshasa 😀', 'KI'],
  ])('%j is %s', (text, expected) => expect(value(text)).toBe(expected));

  it('is shown with its name', () =>
    expect(readTown('kin', towns, 'open')).toEqual({
      ok: true,
      value: 'KI',
      shown: 'KI (Kinshasa)',
      sure: true,
    }));

  it.each([
    ['Kasaï', 'XM (Kasaï, ailleurs)'],
    ['à l’étranger', 'ZZ (Étranger ou inconnue)'],
  ])('a place that is no town, %s, is shown as %s', (text, shown) =>
    expect(readTown(text, towns, 'open')).toMatchObject({ shown }),
  );

  it.each([
    ['Kinshassa', 'KI?'],
    ['Kinsahsa', 'KI?'],
    ['Lubumbasi', 'LU?'],
    ['né à Bukavou', 'BU?'],
    ['Kinda', 'KD?'],
    ['Kinshasa, Gombe', 'KI?'],
    ['Beni, Algérie', 'BE?'],
    ['Likasi, Nord-Kivu', 'LI?'],
  ])('%j asks to be confirmed', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['Paris', 'unknown-town'],
    ['Boga', 'unknown-town'],
    ['Kimba', 'unknown-town'],
    ['Pinshasa', 'unknown-town'],
    ['Boma ou Goma', 'unknown-town'],
    ['Boma, Goma', 'unknown-town'],
    ['K', 'unknown-town'],
    ['Kinshasa 1', 'unknown-town'],
    ['7', 'unknown-town'],
    ['né à', 'unknown-town'],
    ['Congo', 'unknown-town'],
    ['Киншаса', 'not-latin'],
    ['Bonjour', 'greeting'],
    ['hi', 'greeting'],
    ['ok', 'unknown-town'],
    ['😀', 'empty'],
    ['Kin\nGoma', 'several-lines'],
  ])('%j is refused: %s', (text, fault) => expect(value(text)).toBe(fault));

  it('of two unknown letters is refused in strict mode, a known code is not', () => {
    expect(value('QQ', 'strict')).toBe('unknown-town');
    expect(value('ki', 'strict')).toBe('KI');
  });
});
