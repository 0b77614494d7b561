import { maskPhone, parsePhone } from './phone.js';

describe('phone numbers', () => {
  it.each([
    ['+243 81 000 00 01', '243810000001'],
    ['00243-810-000-001', '243810000001'],
    ['243810000001', '243810000001'],
    ['+1 (415) 555.2671', '14155552671'],
    ['+243\u00a0810\u202f000\u00a0001', '243810000001'],
  ])('%s is read as %s', (text, digits) => {
    expect(parsePhone(text)).toBe(digits);
  });

  it.each(['', 'bonjour', '12345', '0810000001', '+24381000000112345', '243810000001; DROP'])(
    '%j is none',
    (text) => {
      expect(parsePhone(text)).toBeNull();
    },
  );

  it('shows two digits and no more', () => {
    expect(maskPhone('243810000042')).toBe('+…42');
  });
});
