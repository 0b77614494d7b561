import { splitText } from './submit-split.js';

const fits = (parts: readonly string[], limit: number) => parts.every((part) => part.length <= limit);
const bare = (text: string) => text.replace(/\s+/g, '');

describe('splitting a long text', () => {
  it('leaves a short one as it is', () => {
    expect(splitText('  Bonjour. Ça va ?  ', 100)).toEqual(['Bonjour. Ça va ?']);
  });

  it('cuts at the ends of sentences, as few times as can be', () => {
    const text = 'Votre commande est prête. Venez la chercher ! Elle vous attend jusqu’à samedi. Merci.';
    expect(splitText(text, 50)).toEqual([
      'Votre commande est prête. Venez la chercher !',
      'Elle vous attend jusqu’à samedi. Merci.',
    ]);
  });

  it('keeps paragraphs within a part', () => {
    expect(splitText('Un.\n\nDeux.\n\nTrois.', 12)).toEqual(['Un.\n\nDeux.', 'Trois.']);
  });

  it('cuts a sentence that is too long at words', () => {
    const parts = splitText('un deux trois quatre cinq six', 10);
    expect(parts).toEqual(['un deux', 'trois', 'quatre', 'cinq six']);
  });

  it('never cuts inside what people see as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    const parts = splitText(family.repeat(5), family.length * 2);
    expect(parts).toEqual([family.repeat(2), family.repeat(2), family]);
    const accents = 'e\u0301'.repeat(7);
    for (const part of splitText(accents, 5)) expect(part.length % 2).toBe(0);
  });

  it('loses nothing, and every part fits, whatever the text', () => {
    const text = `${'Une phrase assez longue pour compter. '.repeat(40)}${'x'.repeat(500)} fin…\n${'🇨🇩 '.repeat(60)}`;
    for (const limit of [10, 64, 333, 4_096]) {
      const parts = splitText(text, limit);
      expect(fits(parts, limit)).toBe(true);
      expect(bare(parts.join(''))).toBe(bare(text));
      expect(parts).not.toContain('');
    }
  });

  it('makes nothing of nothing', () => {
    expect(splitText(' \n ', 10)).toEqual([]);
  });
});
