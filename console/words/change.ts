import type { Figure } from '../api/shapes.js';
import type { Formats } from './formats.js';
import type { Texts } from './french.js';

/** Which way a figure should go: `null` where more is neither better nor worse. */
export type Good = 'up' | 'down' | null;
/** How a figure is written. */
export type Measure = 'count' | 'share' | 'seconds';

export interface Change {
  arrow: 'up' | 'down' | 'none';
  /** Better or worse for the service; neutral says nothing. */
  tone: 'better' | 'worse' | 'neutral';
  /** `+12 %`, `−1,5 pt`; empty where there is nothing to compare. */
  amount: string;
  /** In words, beside the arrow. */
  word: string;
  /** The whole, for those who do not see arrow and colour. */
  spoken: string;
}

interface Wanted {
  measure: Measure;
  good: Good;
}

/** Smaller than this is no change: half of what is shown. */
const STEADY = { count: 0.005, seconds: 0.005, share: 0.000_5 };

/** How a figure moved against the period before. Shares move by points: "twice the errors" may be one error. */
export function changeOf(figure: Figure, wanted: Wanted, texts: Texts['figures'], formats: Formats): Change {
  const moved = difference(figure, wanted.measure);
  if (moved === null) return still(figure.before === 0 ? texts.fromNothing : texts.nothingBefore);
  if (Math.abs(moved) < STEADY[wanted.measure]) return still(texts.same);
  const arrow = moved > 0 ? 'up' : 'down';
  const tone = wanted.good === null ? 'neutral' : wanted.good === arrow ? 'better' : 'worse';
  const word = tone === 'neutral' ? (arrow === 'up' ? texts.more : texts.less) : texts[tone];
  const sign = moved > 0 ? '+' : '−';
  const size = Math.abs(moved);
  const points = formats.percent(size).replace(/\s?%/, '');
  const amount =
    wanted.measure === 'share' ? `${sign}${points}\u00a0${texts.points}` : `${sign}${formats.percent(size)}`;
  const said = wanted.measure === 'share' ? `${sign}${points} ${texts.pointsSpoken}` : amount;
  const way = arrow === 'up' ? texts.more : texts.less;
  return {
    arrow,
    tone,
    amount,
    word,
    spoken: tone === 'neutral' ? `${way}, ${said}` : `${way}, ${said}, ${word}`,
  };
}

function difference({ value, before, change }: Figure, measure: Measure): number | null {
  if (value === null || before === null) return null;
  if (measure === 'share') return value - before;
  return value === before ? 0 : change;
}

function still(word: string): Change {
  return { arrow: 'none', tone: 'neutral', amount: '', word, spoken: word };
}

/** A figure as it is read. */
export function valueOf(value: number, measure: Measure, formats: Formats): string {
  if (measure === 'share') return formats.percent(value);
  return measure === 'seconds' ? formats.duration(value) : formats.count(value);
}
