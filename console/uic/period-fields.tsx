import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/language.js';
import { isWhole, type Period } from './period.js';

interface PeriodFieldsProps {
  period: Period;
  change: (period: Period) => void;
}

/** The first day and the last. */
export function PeriodFields({ period, change }: PeriodFieldsProps): ReactNode {
  const { uic: words, figuresOf } = useLanguage().texts;
  return (
    <>
      <TextInput
        type="date"
        size="xs"
        label={`${words.from} (${words.periodHint})`}
        value={period.from}
        max={period.to}
        onChange={({ currentTarget }) => change({ ...period, from: currentTarget.value })}
      />
      <TextInput
        type="date"
        size="xs"
        label={words.to}
        value={period.to}
        min={period.from}
        onChange={({ currentTarget }) => change({ ...period, to: currentTarget.value })}
      />
      <div role="status">
        {!isWhole(period) && (
          <Text size="sm" c="var(--worse)">
            {figuresOf.wrongPeriod}
          </Text>
        )}
      </div>
    </>
  );
}
