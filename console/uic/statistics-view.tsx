import { useState, type ReactNode } from 'react';
import { Text } from '@mantine/core';
import { Downloads } from '../frame/download.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Loaded, Panel } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import { DayCurve } from './day-curve.js';
import { DropOuts } from './drop-outs.js';
import { PeriodFields } from './period-fields.js';
import { isWhole, usualPeriod } from './period.js';
import { useStatistics } from './queries.js';
import { Shares } from './shares.js';
import type { Statistics } from './shapes.js';

const TOWNS = 8;

/** The figures of a period: how many, from where, how quickly, and where conversations stop. */
export function StatisticsView(): ReactNode {
  const { figuresOf: words } = useLanguage().texts;
  const [period, setPeriod] = useState(() => usualPeriod(Date.now()));
  const statistics = useStatistics(period, isWhole(period));
  return (
    <>
      <div className="form-line">
        <PeriodFields period={period} change={setPeriod} />
        <div className="beside">
          <Downloads
            path="/api/uic/statistics/export"
            query={{ ...period }}
            about={words.export}
            disabled={!isWhole(period)}
          />
          <Text size="xs" c="dimmed">
            {words.exportHint}
          </Text>
        </div>
      </div>
      <Loaded query={statistics} height={420}>
        {(read) => <Figures statistics={read} />}
      </Loaded>
    </>
  );
}

function Figures({ statistics }: { statistics: Statistics }): ReactNode {
  const { figuresOf: words } = useLanguage().texts;
  const { towns, genders, languages, dropOuts } = statistics;
  const named = {
    towns: towns.map(({ town, name, count }) => ({ label: name ?? town, count })),
    genders: genders.map(({ gender, name, count }) => ({
      label: words.genderNames[name ?? ''] ?? name ?? gender,
      count,
    })),
    languages: languages.map(({ language, count }) => ({
      label: words.languageNames[language] ?? language,
      count,
    })),
  };
  return (
    <>
      <Panel title={words.title} testId="uic-totals">
        <Facts facts={useTotals(statistics)} />
        <DayCurve days={statistics.days} />
      </Panel>
      <div className="columns">
        <Shares title={words.towns} shares={named.towns} most={TOWNS} />
        <Shares title={words.genders} shares={named.genders} />
        <Shares title={words.languages} shares={named.languages} />
      </div>
      <DropOuts dropOuts={dropOuts} />
    </>
  );
}

function useTotals({ totals, timeToComplete }: Statistics): Fact[] {
  const { texts, formats } = useLanguage();
  const { figuresOf: words, work } = texts;
  const { issued, repeated, droppedOut, limited, possibleDuplicates } = totals;
  const { medianSeconds, p90Seconds } = timeToComplete;
  const share = (value: number | null): string => (value === null ? work.none : formats.percent(value));
  const time = (seconds: number | null): string =>
    seconds === null ? words.noTime : `${formats.duration(seconds)} ${words.orLess}`;
  return [
    { label: words.issued, value: <strong data-testid="issued">{formats.count(issued)}</strong> },
    { label: words.completion, value: share(totals.completionRate) },
    { label: words.droppedOut, value: formats.count(droppedOut) },
    { label: words.repeated, value: formats.count(repeated) },
    {
      label: words.duplicates,
      value: `${formats.count(possibleDuplicates)} (${share(totals.duplicateRate)})`,
    },
    { label: words.limited, value: formats.count(limited) },
    { label: words.median, value: time(medianSeconds) },
    { label: words.p90, value: time(p90Seconds) },
  ];
}
