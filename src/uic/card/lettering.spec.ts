import { shippedLettering } from './lettering.js';

const { text, code } = shippedLettering();
const letters = (drawing: string) => drawing.match(/<path/g)?.length ?? 0;
const BOX = { width: 400, size: 60, least: 30, lines: 1 };

describe('lettering', () => {
  it('has every character that a code can have, all of one width', () => {
    const widths = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'].map((letter) => code.width(letter, 100));
    expect(new Set(widths)).toEqual(new Set([60]));
    expect(letters(code.draw('MBEIBR7DA1', 100))).toBe(10);
  });

  it('draws French, Lingala and West African letters, with marks that no single character has', () => {
    for (const word of ['Œuvre', 'naïveté', 'çÀÉÎÔÛ', '«’–»', 'ɔɛŋ', 'ƁƊƳ', 'ẹọṣ'])
      expect(letters(text.draw(word, 40))).toBe([...word].length);
    expect(letters(text.draw('ɔ\u0301', 40))).toBe(2);
    expect(text.width('ɔ\u0301', 40)).toBe(text.width('ɔ', 40));
  });

  it('draws the same whether accents come composed or not', () =>
    expect(text.draw('Santé', 40)).toBe(text.draw('Sante\u0301', 40)));

  it('leaves out what it has no letter for, and uses the plain letter where there is one', () => {
    expect(text.draw('Santé 😀 中文', 40)).toBe(text.draw('Santé', 40));
    expect(text.draw('Ｓａｎｔé', 40)).toBe(text.draw('Santé', 40));
    expect(text.fit('😀', [BOX]).lines).toEqual([]);
  });

  it('never passes characters on to the drawing', () =>
    expect(text.draw('<script>&"\'</script>', 40)).not.toMatch(/script|&/));

  it('makes a text smaller before it breaks it, and breaks it before it cuts it', () => {
    const boxes = [BOX, { ...BOX, lines: 2, size: 40 }];
    expect(text.fit('Santé', boxes)).toEqual({ lines: ['Santé'], size: 60 });
    expect(text.fit('Centre Espoir Goma', boxes).size).toBeLessThan(60);
    const broken = text.fit('Centre de santé communautaire', boxes);
    expect(broken.lines).toHaveLength(2);
    expect(broken.lines.join(' ')).toBe('Centre de santé communautaire');
    const cut = text.fit('communautaire '.repeat(8), boxes);
    expect(cut.lines).toHaveLength(2);
    for (const line of cut.lines) expect(text.width(line, cut.size)).toBeLessThanOrEqual(BOX.width);
    const endless = text.fit('W'.repeat(60), boxes);
    expect(endless.lines[0]).toMatch(/^W+…$/);
    expect(text.width(endless.lines[0]!, endless.size)).toBeLessThanOrEqual(BOX.width);
  });
});
