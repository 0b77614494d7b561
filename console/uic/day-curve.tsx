import { Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { type CurveData, extremesOf } from '../dashboard/curve-data.js';
import { useLanguage } from '../words/language.js';
import type { Statistics } from './shapes.js';

const Curve = lazy(() => import('../dashboard/curve.js'));
const HEIGHT = 160;

/** Noon, so that a day is the same day to whoever reads it. */
function curveOf(days: Statistics['days']): CurveData {
  return {
    at: days.map(({ day }) => Date.parse(`${day}T12:00:00Z`) / 1_000),
    values: days.map(({ issued }) => issued),
    isHourly: false,
  };
}

/** New codes per day, and what the curve says in words. */
export function DayCurve({ days }: { days: Statistics['days'] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { figuresOf: words } = texts;
  const [at, setAt] = useState<number | null>(null);
  const curve = curveOf(days);
  const extremes = extremesOf(curve);
  if (extremes === null)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {words.nothing}
      </Text>
    );
  const said = texts.curve.said({
    name: words.issued,
    step: texts.curve.perDay,
    low: formats.count(extremes.low),
    high: formats.count(extremes.high),
    peak: formats.day(extremes.peakAt * 1_000),
    last: formats.count(extremes.last),
  });
  return (
    <div className="drawn">
      <p className="drawn-point" aria-hidden="true">
        {at === null
          ? words.perDay
          : `${formats.day((curve.at[at] ?? 0) * 1_000)} · ${formats.count(curve.values[at] ?? 0)}`}
      </p>
      <div role="img" aria-label={said} className="big-curve" data-testid="day-curve">
        <Suspense fallback={null}>
          <Curve curve={curve} point={setAt} height={HEIGHT} />
        </Suspense>
      </div>
      <p className="curve-ends" aria-hidden="true">
        {[curve.at[0], curve.at.at(-1)].map((end = 0) => (
          <span key={end}>{formats.day(end * 1_000)}</span>
        ))}
      </p>
    </div>
  );
}
