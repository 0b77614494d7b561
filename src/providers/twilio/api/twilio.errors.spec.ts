import { ENGLISH } from './english.js';
import * as meanings from './meanings.js';
import { channelError, codeOf, planOf } from './twilio.errors.js';

const CODES = Object.values(meanings).flatMap((family) => [...family.keys()]);

describe('the table of Twilio’s errors', () => {
  it('knows each number once, in both languages', () => {
    expect(new Set(CODES).size).toBe(CODES.length);
    expect([...ENGLISH.keys()].toSorted()).toEqual(CODES.toSorted());
  });

  it.each(CODES)('%s has a meaning, an advice and a plan', (code) => {
    const error = channelError({ code });
    for (const text of [error.meaning, error.advice, error.en?.meaning, error.en?.advice])
      expect(text).toMatch(/^\S.*\.$/);
    expect(planOf({ code })).not.toBeNull();
  });

  it.each([
    [21211, '21211'],
    ['63016', '63016'],
    ['0', undefined],
    ['abc', undefined],
    [undefined, undefined],
    [1.5, undefined],
  ])('%j as a number of Twilio is %j', (value, code) => expect(codeOf(value)).toBe(code));

  it('what is not known is told as such, and decided by the status', () => {
    expect(planOf({ code: '69999' })).toBeNull();
    expect(channelError({}).code).toBe('unknown');
    expect(channelError({ code: '69999', message: 'About +243 000 000 001' }).meaning).toBe(
      'Twilio a refusé pour une raison que Relais ne connaît pas encore (« About […] »).',
    );
  });
});
