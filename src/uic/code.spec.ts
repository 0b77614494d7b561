import { codeLength, composeCode, parseCode } from './code.js';
import { shippedScheme } from './scheme.js';
import type { Answers } from './uic.contract.js';

const answers: Answers = { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' };

describe('a code', () => {
  it('is made of the answers in the order of the scheme', () => {
    expect(composeCode(shippedScheme, answers)).toBe('MBEIBR7DA1');
    const reversed = { id: 'test', parts: [...shippedScheme.parts].toReversed() };
    expect(composeCode(reversed, answers)).toBe('1DA7IBRMBE');
  });

  it('has the length of its parts', () => expect(codeLength(shippedScheme)).toBe(10));

  it.each([
    ['a lower-case name', { family: 'mbe' }],
    ['a name that is too long', { given: 'IBRA' }],
    ['a digit in a name', { given: 'IB1' }],
    ['a whole year', { year: '1997' }],
    ['a foreign digit', { year: '٧' }],
    ['a short town', { town: 'K' }],
    ['a gender that is no choice', { gender: '5' }],
    ['nothing', { gender: '' }],
  ])('is not made of %s', (_, wrong) =>
    expect(() => composeCode(shippedScheme, { ...answers, ...wrong })).toThrow(
      `answers that make no code: ${Object.keys(wrong)[0]}`,
    ),
  );

  it('is not made when an answer is missing, and the others do not appear in the error', () => {
    const { town: _, ...rest } = answers;
    const compose = () => composeCode(shippedScheme, rest as Answers);
    expect(compose).toThrow('answers that make no code: town');
    expect(compose).not.toThrow(/MBE|IBR/);
  });

  it.each([
    ['MBEIBR7DA1', 'MBEIBR7DA1'],
    ['mbe ibr 7 da 1', 'MBEIBR7DA1'],
    ['MBE-IBR-7-DA-1', 'MBEIBR7DA1'],
    ['MBEIBR7DA5', null],
    ['MBEIBR7DA', null],
    ['MBE1BR7DA1', null],
    ['', null],
    ["' OR 1=1 --", null],
  ])('typed as %j is %j', (text, code) => expect(parseCode(shippedScheme, text)).toBe(code));
});
