import { isEmojiOnly, parseMarkup, plainText } from './markup.js';

const text = (value: string): object => ({ kind: 'text', text: value });

describe('the formatting of a message', () => {
  it('leaves plain text as it is', () => {
    expect(parseMarkup('Bonjour, 2 * 3 = 6 et a_b_c')).toEqual([text('Bonjour, 2 * 3 = 6 et a_b_c')]);
  });

  it('knows bold, italic, strike and mono', () => {
    expect(parseMarkup('*a* _b_ ~c~ `d`')).toEqual([
      { kind: 'bold', pieces: [text('a')] },
      text(' '),
      { kind: 'italic', pieces: [text('b')] },
      text(' '),
      { kind: 'strike', pieces: [text('c')] },
      text(' '),
      { kind: 'mono', text: 'd' },
    ]);
  });

  it('nests styles', () => {
    expect(parseMarkup('*gras et _les deux_*')).toEqual([
      { kind: 'bold', pieces: [text('gras et '), { kind: 'italic', pieces: [text('les deux')] }] },
    ]);
  });

  it('keeps marks inside a fence, over several lines', () => {
    expect(parseMarkup('```*a*\nb```')).toEqual([{ kind: 'mono', text: '*a*\nb' }]);
  });

  it('does not style across lines or around spaces', () => {
    expect(parseMarkup('*a\nb* et * c *')).toEqual([text('*a\nb* et * c *')]);
  });

  it('finds links and leaves the full stop behind them', () => {
    expect(parseMarkup('Voir https://example.org/a?b=1. Merci')).toEqual([
      text('Voir '),
      { kind: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
      text('. Merci'),
    ]);
    expect(parseMarkup('www.example.org')).toEqual([
      { kind: 'link', text: 'www.example.org', href: 'https://www.example.org' },
    ]);
  });

  it('makes no link of a script', () => {
    expect(parseMarkup('javascript:alert(1)')).toEqual([text('javascript:alert(1)')]);
  });

  it('reads 65,536 marks in a moment', () => {
    expect(parseMarkup('*'.repeat(65_536)).length).toBeGreaterThan(0);
    expect(parseMarkup('_*~'.repeat(2_000)).length).toBeGreaterThan(0);
  });

  it('can be taken off for a preview', () => {
    expect(plainText('*Bonjour*\n_Grâce_')).toBe('Bonjour Grâce');
  });

  it('shows one to three emoji large, and no text', () => {
    expect([isEmojiOnly('👍'), isEmojiOnly('😀 ❤️'), isEmojiOnly('👍 ok'), isEmojiOnly('12')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
