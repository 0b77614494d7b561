import { Paper, Text } from '@mantine/core';
import { Fragment, lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Filter } from '../api/queries.js';
import type { Figure, FigureName, Figures } from '../api/shapes.js';
import { Icon } from '../frame/icons.js';
import { type Change, changeOf, type Good, type Measure, valueOf } from '../words/change.js';
import { useLanguage } from '../words/language.js';
import { type CurveData, curveOf, extremesOf } from './curve-data.js';

const Curve = lazy(() => import('./curve.js'));
const ARROWS = { up: 'up', down: 'down', none: 'level' } as const;

interface CardProps {
  name: FigureName;
  measure: Measure;
  good: Good;
  report: Figures;
  filter: Filter;
}

/** One figure: its value, how it moved, its curve. */
export function FigureCard({ name, measure, good, report, filter }: CardProps): ReactNode {
  const { texts, formats } = useLanguage();
  const { figures: words } = texts;
  const figure = report.figures[name];
  const curve = useMemo(
    () => curveOf(report.series, name, filter.flow !== null),
    [report.series, name, filter.flow],
  );
  const isUntold = name === 'responseRate' && filter.flow !== null;
  const { value } = figure;
  return (
    <Paper component="li" withBorder className="figure" data-testid={`figure-${name}`}>
      <Text size="sm" fw={600} className="figure-name">
        {words.names[name]}
      </Text>
      <Text size="xs" c="dimmed" className="figure-about">
        {isUntold ? words.ofFlow : words.about[name]}
      </Text>
      <p className="figure-value" data-testid="value">
        {value === null ? (
          <span className="figure-none">{words.none}</span>
        ) : (
          valueOf(value, measure, formats)
        )}
      </p>
      <Moved
        change={changeOf(figure, { measure, good }, words, formats)}
        before={words.before[filter.period]}
      />
      {curve === null ? (
        <Beside figure={figure} measure={measure} />
      ) : (
        <Drawn curve={curve} name={words.names[name]} measure={measure} />
      )}
    </Paper>
  );
}

function Moved({ change, before }: { change: Change; before: string }): ReactNode {
  const { figures: words } = useLanguage().texts;
  const { arrow, tone, amount, word, spoken } = change;
  return (
    <p className="moved" data-tone={tone} title={words.against(before)}>
      <span aria-hidden="true" className="moved-seen">
        <Icon name={ARROWS[arrow]} size={14} />
        {amount !== '' && <strong>{amount}</strong>} <span>{word}</span>
      </span>
      <span className="unseen">
        {spoken}, {words.against(before)}
      </span>
    </p>
  );
}

/** Now and before as two bars, where there is no curve. */
function Beside({ figure: { value, before }, measure }: { figure: Figure; measure: Measure }): ReactNode {
  const { texts, formats } = useLanguage();
  if (value === null || before === null) return null;
  const most = measure === 'share' ? 1 : Math.max(value, before);
  const bars = [
    { label: texts.figures.now, size: value, isBefore: false },
    { label: texts.figures.past, size: before, isBefore: true },
  ];
  return (
    <div className="bars" aria-hidden="true">
      {bars.map(({ label, size, isBefore }) => (
        <Fragment key={label}>
          <span>{label}</span>
          <span className="bar" data-before={isBefore}>
            <span style={{ width: `${most === 0 ? 0 : (100 * size) / most}%` }} />
          </span>
          <span>{valueOf(size, measure, formats)}</span>
        </Fragment>
      ))}
    </div>
  );
}

interface DrawnProps {
  curve: CurveData;
  name: string;
  measure: Measure;
}

/** The curve, what it says in words, and what stands under the pointer. */
function Drawn({ curve, name, measure }: DrawnProps): ReactNode {
  const [at, setAt] = useState<number | null>(null);
  const { texts, formats } = useLanguage();
  const moment = (seconds: number): string =>
    curve.isHourly ? formats.moment(seconds * 1_000) : formats.day(seconds * 1_000);
  const shown = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : valueOf(value, measure, formats);
  const extremes = extremesOf(curve);
  const step = curve.isHourly ? texts.curve.perHour : texts.curve.perDay;
  const said =
    extremes === null
      ? texts.curve.flat(name)
      : texts.curve.said({
          name,
          step,
          low: shown(extremes.low),
          high: shown(extremes.high),
          peak: moment(extremes.peakAt),
          last: shown(extremes.last),
        });
  return (
    <div className="drawn">
      <p className="drawn-point" aria-hidden="true">
        {at === null ? step : `${moment(curve.at[at] ?? 0)} · ${shown(curve.values[at])}`}
      </p>
      <div role="img" aria-label={said} className="drawn-curve" data-testid="curve">
        <Suspense fallback={null}>
          <Curve curve={curve} point={setAt} />
        </Suspense>
      </div>
    </div>
  );
}
