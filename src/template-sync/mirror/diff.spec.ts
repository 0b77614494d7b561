import { hasShrunk, type Index, type Known, orphansOf, verdictOf } from './diff.js';

const known = (over: Partial<Known> = {}): Known => ({
  id: 'id',
  hash: 'h',
  revision: 1,
  active: true,
  verdict: null,
  place: 0,
  ...over,
});
const indexOf = (...list: Known[]): Index => new Map(list.map((each, n) => [`name${n}\nfr`, each]));

it.each([
  ['is new', undefined, false, 'insert'],
  ['is new and was listed before', known({ hash: null }), true, 'insert'],
  ['is equal', known(), false, 'unchanged'],
  ['is equal, when forced', known(), true, 'rewrite'],
  ['is different', known({ hash: 'other' }), false, 'update'],
  ['is different, when forced', known({ hash: 'other' }), true, 'update'],
  ['is back and equal', known({ active: false }), false, 'reactivate'],
  ['is back and different', known({ active: false, hash: 'other' }), false, 'reactivate'],
] as const)('a template that %s', (_, before, force, verdict) => {
  expect(verdictOf('h', before, force)).toBe(verdict);
});

it('orphans are active, not listed, and not spared', () => {
  const gone = known({ id: 'gone' });
  const index = indexOf(
    gone,
    known({ verdict: 'unchanged' }),
    known({ active: false }),
    known({ id: 'spared' }),
  );
  expect(orphansOf(index, (key) => key.startsWith('name3'))).toEqual([gone]);
});

it.each([
  [4, 1, true],
  [4, 2, false],
  [5, 2, true],
  [5, 3, false],
  [1, 0, true],
  [0, 0, false],
])('of %i known ones, %i listed are suspicious: %s', (count, listed, isSuspicious) => {
  const index = indexOf(
    ...Array.from({ length: count }, () => known()),
    known({ active: false }),
    known({ hash: null, verdict: 'insert' }),
  );
  expect(hasShrunk(index, listed)).toBe(isSuspicious);
});
