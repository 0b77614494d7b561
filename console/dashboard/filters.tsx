import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Filter, useNumbers } from '../api/queries.js';
import type { Period } from '../api/shapes.js';
import { useLanguage } from '../words/language.js';

const PERIODS = ['day', 'week', 'month'] as const satisfies readonly Period[];
const FLOWS = ['uic', 'menu', 'shop', 'assistant'] as const;
const ALL = '';

interface FiltersProps {
  filter: Filter;
  change: (part: Partial<Filter>) => void;
}

export function Filters({ filter, change }: FiltersProps): ReactNode {
  const { filters } = useLanguage().texts;
  const { data: numbers = [] } = useNumbers();
  const flows = FLOWS.map((value) => ({ value, label: filters.flows[value] }));
  return (
    <div role="group" aria-label={filters.label} className="filters">
      {numbers.length > 1 && (
        <NativeSelect
          aria-label={filters.number}
          value={filter.number ?? ALL}
          onChange={({ currentTarget }) => change({ number: currentTarget.value || null })}
          data={[
            { value: ALL, label: filters.allNumbers },
            ...numbers.map(({ id, label }) => ({ value: id, label })),
          ]}
        />
      )}
      <NativeSelect
        aria-label={filters.flow}
        value={filter.flow ?? ALL}
        onChange={({ currentTarget }) => change({ flow: currentTarget.value || null })}
        data={[{ value: ALL, label: filters.allFlows }, ...flows]}
      />
      <SegmentedControl
        aria-label={filters.period}
        value={filter.period}
        onChange={(value) => change({ period: PERIODS.find((each) => each === value) ?? 'day' })}
        data={PERIODS.map((value) => ({ value, label: filters.periods[value] }))}
      />
    </div>
  );
}
