import { nameKey, Towns } from './towns.js';

const place = (code: string, name: string, ...aliases: string[]) => ({
  code,
  name,
  aliases,
  kind: 'town' as const,
});
const towns = new Towns('test', [
  place('KG', 'Kasongo'),
  place('KN', 'Kasanga', 'Kasangashi'),
  place('GO', 'Goma'),
  place('MN', 'Mbanza-Ngungu'),
]);

describe('a table of towns', () => {
  it('finds a name whatever its accents, case, hyphens and spaces', () => {
    for (const name of ['Mbanza-Ngungu', 'MBANZA NGUNGU', 'mbanzangungu', 'Mbãnza’Ngungu'])
      expect(towns.named(nameKey(name))?.code).toBe('MN');
  });

  it.each([
    ['kasogno', 'KG'],
    ['kasongoo', 'KG'],
    ['ksongo', 'KG'],
    ['mbanzangunga', 'MN'],
    ['mbanzanguga', 'MN'],
    ['kasangasi', 'KN'],
  ])('guesses %s, one slip away', (key, code) => expect(towns.near(key)?.code).toBe(code));

  it('guesses two slips only in a long name', () => {
    expect(towns.near('mbansangunga')?.code).toBe('MN');
    expect(towns.near('kasorga')).toBeNull();
  });

  it('never guesses between two towns that are near', () => expect(towns.near('kasango')).toBeNull());

  it('never guesses a short name or another first letter', () => {
    expect(towns.near('gomo')).toBeNull();
    expect(towns.near('gom')).toBeNull();
    expect(towns.near('tasongo')).toBeNull();
  });
});

describe('a province with the name of its town', () => {
  const both = new Towns('test', [
    place('KI', 'Kinshasa'),
    { code: 'XL', name: 'Kinshasa', aliases: [], kind: 'elsewhere' },
  ]);

  it('leaves the name to the town and keeps its code', () => {
    expect(both.named('kinshasa')?.code).toBe('KI');
    expect(both.withCode('XL')?.kind).toBe('elsewhere');
  });

  it('is not offered as a town', () => expect(both.largest(9)).toHaveLength(1));
});
