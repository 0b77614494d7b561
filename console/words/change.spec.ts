import { changeOf } from './change.js';
import { en } from './english.js';
import { Formats } from './formats.js';
import { fr } from './french.js';

const formats = new Formats('fr-FR', 'Africa/Kinshasa');
const figure = (value: number | null, before: number | null) => {
  const change = value === null || before === null || before === 0 ? null : (value - before) / before;
  return { value, before, change };
};
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('how a figure moved', () => {
  it('is a share of what it was, and no judgement where more is not better', () => {
    const change = changeOf(figure(120, 100), { measure: 'count', good: null }, fr.figures, formats);
    expect(change).toMatchObject({ arrow: 'up', tone: 'neutral', word: 'en hausse' });
    expect(plain(change.amount)).toBe('+20 %');
    expect(plain(change.spoken)).toBe('en hausse, +20 %');
  });

  it('is better when answers are quicker and errors fewer', () => {
    const quick = changeOf(figure(1, 2), { measure: 'seconds', good: 'down' }, fr.figures, formats);
    expect(quick).toMatchObject({ arrow: 'down', tone: 'better', word: 'mieux' });
    const wrong = changeOf(figure(0.03, 0.01), { measure: 'share', good: 'down' }, fr.figures, formats);
    expect(wrong).toMatchObject({ arrow: 'up', tone: 'worse', word: 'moins bien' });
    const answered = changeOf(figure(0.9, 0.95), { measure: 'share', good: 'up' }, fr.figures, formats);
    expect(answered).toMatchObject({ arrow: 'down', tone: 'worse' });
  });

  it('is told in points where the figure is a share', () => {
    const change = changeOf(figure(0.03, 0.01), { measure: 'share', good: 'down' }, fr.figures, formats);
    expect(plain(change.amount)).toBe('+2 pt');
    expect(change.spoken).toBe('en hausse, +2 points de pourcentage, moins bien');
    const english = new Formats('en-GB', 'UTC');
    expect(
      plain(changeOf(figure(0.015, 0), { measure: 'share', good: 'down' }, en.figures, english).amount),
    ).toBe('+1.5 pt');
  });

  it('is nothing where it stayed, and where there is nothing to compare with', () => {
    const count = { measure: 'count', good: null } as const;
    expect(changeOf(figure(0, 0), count, fr.figures, formats)).toMatchObject({
      arrow: 'none',
      word: 'stable',
    });
    expect(changeOf(figure(1_001, 1_000), count, fr.figures, formats)).toMatchObject({
      word: 'stable',
      amount: '',
    });
    expect(changeOf(figure(3, 0), count, fr.figures, formats).word).toBe('aucun avant');
    expect(changeOf(figure(null, 0.5), { measure: 'share', good: 'up' }, fr.figures, formats).word).toBe(
      'rien à comparer',
    );
  });
});

describe('the two languages', () => {
  it('say the same things', () => {
    const keys = (texts: object): string[] =>
      Object.entries(texts).flatMap(([name, value]) =>
        typeof value === 'object' && value !== null
          ? keys(value as object).map((each) => `${name}.${each}`)
          : [name],
      );
    expect(keys(en).toSorted()).toEqual(keys(fr).toSorted());
  });
});
