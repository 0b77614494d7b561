import type { Scheme } from '../scheme.js';
import { maskPair } from './mask.js';

const scheme: Scheme = {
  id: 'test',
  parts: [
    { key: 'family', kind: 'letters', length: 3, pad: 'X' },
    { key: 'given', kind: 'letters', length: 3, pad: 'X' },
    { key: 'year', kind: 'year', length: 1 },
    { key: 'town', kind: 'town', length: 2 },
    { key: 'gender', kind: 'choice', length: 1, choices: ['1', '2', '3', '4'] },
  ],
};

describe('two codes that staff compare', () => {
  it.each([
    ['the initials where all is the same', 'MBEIBR7DA1', 'MBEIBR7DA1', ['M••I••••••', 'M••I••••••']],
    ['the year where it differs', 'MBEIBR7DA1', 'MBEIBR8DA1', ['M••I••7•••', 'M••I••8•••']],
    ['of a name only the letters that differ', 'MBEIBR7DA1', 'MBAIBR7DA1', ['M•EI••••••', 'M•AI••••••']],
    ['of a town only the letters that differ', 'MBEIBR7DA1', 'MBEIBR7KA1', ['M••I•••D••', 'M••I•••K••']],
    ['never a gender', 'MBEIBR7DA1', 'MBEIBR7DA3', ['M••I••••••', 'M••I••••••']],
  ])('show %s', (_, one, other, shown) => expect(maskPair(scheme, [one, other])).toEqual(shown));

  it('show what every code has, and no check character', () => {
    const withLiteral: Scheme = {
      id: 'test',
      parts: [{ literal: 'CD-' }, ...scheme.parts.slice(0, 1), { check: 'iso7064-mod-37-36' }],
    };
    expect(maskPair(withLiteral, ['CD-MBE4', 'CD-MBA7'])).toEqual(['CD-M•E•', 'CD-M•A•']);
  });

  it('show one character where nobody knows their scheme any more', () => {
    expect(maskPair(null, ['MBEIBR7DA1', 'MBEIBR7DA3'])).toEqual(['M•••••••••', 'M•••••••••']);
  });

  it('show nothing of what goes beyond the scheme', () => {
    expect(maskPair(scheme, ['MBEIBR7DA1ZZ', 'MBEIBR7DA1'])).toEqual(['M••I••••••••', 'M••I••••••']);
  });
});
