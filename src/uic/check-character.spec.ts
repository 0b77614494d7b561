import { checkCharacter } from './check-character.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('a check character', () => {
  it('is the one that the Global Release Identifier, which uses the same system, shows in its example', () =>
    expect(checkCharacter('A12425GABC1234002')).toBe('M'));

  it('does not count what is neither digit nor letter', () =>
    expect(checkCharacter('A1-2425G-ABC1234002')).toBe('M'));

  it('is another one when a single character is wrong', () => {
    const code = 'MBEIBR97DA1';
    for (let at = 0; at < code.length; at++) {
      const wrong = [...ALPHABET].filter((letter) => letter !== code[at]);
      const checks = wrong.map((letter) =>
        checkCharacter(`${code.slice(0, at)}${letter}${code.slice(at + 1)}`),
      );
      expect(checks).not.toContain(checkCharacter(code));
    }
  });

  it('is another one when two neighbours are swapped', () => {
    const code = 'MBEIBR97DA1';
    for (let at = 1; at < code.length; at++) {
      const swapped = `${code.slice(0, at - 1)}${code[at]}${code[at - 1]}${code.slice(at + 1)}`;
      expect(checkCharacter(swapped)).not.toBe(checkCharacter(code));
    }
  });
});
