import { codeLength, composeCode, parseCode, partsOf } from './code.js';
import { loadQuestions } from './questions/questions-file.js';
import type { Scheme } from './scheme.js';
import type { Answers } from './uic.contract.js';

const { scheme: shippedScheme } = loadQuestions();
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

describe('a code taken apart', () => {
  it('gives back the answers as they stand in it', () => {
    expect(partsOf(shippedScheme, 'MBEIBR7DA1')).toEqual(answers);
    expect(composeCode(shippedScheme, partsOf(shippedScheme, 'MBEIBR7DA1') ?? {})).toBe('MBEIBR7DA1');
  });

  it.each(['MBEIBR7DA5', 'MBEIBR7DA', 'MBEIBR7DA11', 'mbeibr7da1', ''])('is none: %j', (code) =>
    expect(partsOf(shippedScheme, code)).toBeNull(),
  );
});

describe('a code of another formula', () => {
  const scheme: Scheme = {
    id: 'keto-v2',
    parts: [
      { literal: 'K-' },
      { key: 'mother', kind: 'letters', length: 2, take: [1, 3], pad: '0' },
      { key: 'year', kind: 'year', length: 4, positions: [3, 4] },
      { key: 'month', kind: 'month', length: 2 },
      { literal: '-' },
      { key: 'children', kind: 'number', length: 2, min: 0, max: 20 },
      { key: 'region', kind: 'choice', length: 2, choices: ['N1', 'S1', 'S2'], positions: [1] },
      { check: 'iso7064-mod-37-36' },
    ],
  };
  const given = { mother: 'M0', year: '1997', month: '03', children: '07', region: 'S2', unused: 'x' };
  const code = composeCode(scheme, given);

  it('has its literals, chosen characters and check character', () => {
    expect(code).toMatch(/^K-M09703-07S[0-9A-Z]$/);
    expect(codeLength(scheme)).toBe(code.length);
  });

  it('is taken apart into what stands in it', () =>
    expect(partsOf(scheme, code)).toEqual({
      mother: 'M0',
      year: '97',
      month: '03',
      children: '07',
      region: 'S',
    }));

  it('may be typed without its hyphens', () => {
    expect(parseCode(scheme, code.replaceAll('-', '').toLowerCase())).toBe(code);
    expect(parseCode(scheme, `K – M0 9703 ${code.slice(-4)}`)).toBe(code);
  });

  it('is none with a slip in any place', () => {
    for (let at = 0; at < code.length; at++) {
      if (code[at] === '-') continue;
      const wrong = `${code.slice(0, at)}${code[at] === '9' ? '8' : '9'}${code.slice(at + 1)}`;
      expect(parseCode(scheme, wrong)).toBeNull();
    }
  });

  it.each([
    ['a month that there is not', { month: '13' }],
    ['a number that is too large', { children: '21' }],
    ['an option that there is not', { region: 'S3' }],
    ['a year of two digits', { year: '97' }],
    ['a name with a digit that fills up nothing', { mother: 'M1' }],
  ])('is not made of %s', (_, wrong) =>
    expect(() => composeCode(scheme, { ...given, ...wrong })).toThrow(Object.keys(wrong)[0]),
  );
});
