import { Title } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { type Filter, useFaults, useNumbers } from '../api/queries.js';
import { useLanguage } from '../words/language.js';
import { FaultsPanel } from './faults-panel.js';
import { FiguresSection } from './figures-section.js';
import { Filters } from './filters.js';
import { NumbersPanel } from './numbers-panel.js';
import { RecentPanel } from './recent-panel.js';
import { ResponsePanel } from './response-panel.js';

const FIRST: Filter = { period: 'day', number: null, flow: null };

/** How the service does: its numbers, what is wrong, what happens. */
export function DashboardPage(): ReactNode {
  const { texts } = useLanguage();
  // Not in the address: it stays through a new sign-in and ends with the tab.
  const [chosen, setFilter] = useSessionStorage<Filter>({
    key: 'relais-dashboard',
    defaultValue: FIRST,
    getInitialValueInEffect: false,
  });
  const { data: numbers } = useNumbers();
  const { data: faults = [] } = useFaults();
  const isKnown = numbers?.some(({ id }) => id === chosen.number) ?? true;
  const filter = isKnown ? chosen : { ...chosen, number: null };
  return (
    <div className="board">
      <div className="board-head">
        <Title order={1}>{texts.pages.dashboard}</Title>
        <Filters filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
      </div>
      <div className={faults.length === 0 ? 'split' : 'stack'}>
        <NumbersPanel />
        <FaultsPanel />
      </div>
      <FiguresSection filter={filter} />
      <div className="split">
        <RecentPanel number={filter.number} />
        <ResponsePanel filter={filter} />
      </div>
    </div>
  );
}
