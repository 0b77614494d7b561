import { useState, type ReactNode } from 'react';
import { Choice } from '../frame/choice.js';
import { PageList } from '../frame/page-list.js';
import { WorkPage } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { PairCard } from './pair-card.js';
import { usePairs } from './queries.js';
import { PAIR_KINDS, PAIR_STATES, type PairKind, type PairState } from './shapes.js';
import './pairs.css';

/** Codes that may belong to one person, side by side. */
export default function DuplicatesPage(): ReactNode {
  const { pairs: words } = useLanguage().texts;
  const [state, setState] = useState<PairState | null>('OPEN');
  const [kind, setKind] = useState<PairKind | null>(null);
  const pages = usePairs(state, kind);
  const filters = (
    <div role="group" aria-label={words.state} className="filters">
      <Choice
        label={words.state}
        options={PAIR_STATES}
        words={words.filters}
        all={words.filters.all}
        value={state}
        choose={setState}
      />
      <Choice
        label={words.kind}
        options={PAIR_KINDS}
        words={words.kinds}
        all={words.allKinds}
        value={kind}
        choose={setKind}
      />
    </div>
  );
  return (
    <WorkPage title={words.title} lead={words.lead} aside={filters}>
      <div className="pairs">
        <PageList
          pages={pages}
          label={words.list}
          empty={{ title: words.empty, hint: words.emptyHint[state ?? 'all'], good: state === 'OPEN' }}
          keyOf={({ id }) => id}
        >
          {(pair) => <PairCard pair={pair} />}
        </PageList>
      </div>
    </WorkPage>
  );
}
