import type { Scheme } from '../scheme.js';
import { definitionOf, fingerprintOf, schemeOf } from './fingerprint.js';
import { loadQuestions } from './questions-file.js';

const scheme = (change: object = {}): Scheme => ({
  id: 'keto-v1',
  parts: [
    { literal: 'K' },
    { key: 'region', kind: 'choice', length: 1, choices: ['N', 'S'], ...change },
    { key: 'age', kind: 'number', length: 2, min: 0, max: 99 },
  ],
});

describe('the fingerprint of a formula', () => {
  it('of the shipped scheme never changes: all installations have codes by it', () =>
    expect(fingerprintOf(loadQuestions().scheme)).toBe(
      'd4d75f9016d54fbae0e24cf0234ab9bdf83811eb88c63cf9f3c8c661d1f91c5e',
    ));

  it('is the same whatever the id and the order of options and properties', () => {
    const [first, ...rest] = scheme().parts;
    const other: Scheme = { parts: [{ ...first! }, ...rest], id: 'keto-v9' };
    expect(fingerprintOf(other)).toBe(fingerprintOf(scheme()));
    expect(fingerprintOf(scheme({ choices: ['S', 'N'] }))).toBe(fingerprintOf(scheme()));
  });

  it.each([
    ['another option', { choices: ['N', 'S', 'W'] }],
    ['another key', { key: 'zone' }],
    ['chosen characters', { positions: [1] }],
    ['another length', { length: 2 }],
  ])('is another one with %s', (_, change) =>
    expect(fingerprintOf(scheme(change))).not.toBe(fingerprintOf(scheme())),
  );

  it('is another one in another order', () =>
    expect(fingerprintOf({ ...scheme(), parts: scheme().parts.toReversed() })).not.toBe(
      fingerprintOf(scheme()),
    ));
});

describe('a scheme that is kept', () => {
  it('comes back as it was', () => {
    const shipped = loadQuestions().scheme;
    expect(schemeOf(definitionOf(shipped))).toEqual(shipped);
    expect(schemeOf(definitionOf(scheme()))).toEqual(scheme());
  });

  it.each(['', 'null', '{}', '[]', '{"id":"a"}'])('that nobody understands is none: %j', (text) =>
    expect(schemeOf(text)).toBeNull(),
  );
});
