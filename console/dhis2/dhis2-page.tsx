import { Alert, Button, Text } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { useMay } from '../api/session.js';
import { Failure } from '../frame/failure.js';
import { Icon } from '../frame/icons.js';
import { Loaded } from '../frame/panel.js';
import { Tiles } from '../frame/tiles.js';
import { Panes, WorkPage } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';
import { Findings } from './findings.js';
import { useCheck, useStatus } from './queries.js';
import { Queue } from './queue.js';
import { RegistrationPane } from './registration-pane.js';
import { type State, STATES, type Status } from './shapes.js';

/** What is on its way to the national register, and what keeps it. */
export default function Dhis2Page(): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  const { id } = useParams<{ id?: string }>();
  const [state, setState] = useSessionStorage<State | null>({
    key: 'relais-dhis2',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const status = useStatus();
  const check = useCheck();
  const mayCheck = useMay('dhis2:replay') && status.data !== undefined && status.data.mode !== 'off';
  const aside = mayCheck && (
    <div className="beside">
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate(undefined)}>
        {words.check}
      </Button>
      <div role="status">{check.isPending && <Text size="sm">{words.checking}</Text>}</div>
      <Failure error={check.error} />
    </div>
  );
  return (
    <WorkPage title={words.title} lead={words.lead} aside={aside}>
      {check.data && <Findings check={check.data} />}
      <Loaded query={status} height={120}>
        {(read) => <Standing status={read} state={state} choose={setState} />}
      </Loaded>
      <Panes
        list={<Queue state={state} current={id} counts={status.data?.counts ?? {}} />}
        open={id === undefined ? null : <RegistrationPane key={id} id={id} can={status.data?.can ?? null} />}
        hint={words.choose}
      />
    </WorkPage>
  );
}

interface StandingProps {
  status: Status;
  state: State | null;
  choose: (state: State | null) => void;
}

/** How many are where, and why nothing goes. */
function Standing({ status, state, choose }: StandingProps): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const { mode, counts, oldestWaiting } = status;
  const tiles = STATES.map((value) => ({
    value,
    label: words.states[value],
    count: formats.count(counts[value] ?? 0),
    isUrgent: (value === 'NEEDS_REVIEW' || value === 'DEAD') && (counts[value] ?? 0) > 0,
  }));
  return (
    <div className="overview">
      {mode === 'off' && (
        <Alert color="gray" title={words.off} icon={<Icon name="pause" />}>
          {words.offHint}
        </Alert>
      )}
      <Circuits status={status} />
      <Tiles
        label={words.filter}
        tiles={tiles}
        chosen={state ?? ''}
        choose={(value) => choose(STATES.find((each) => each === value) ?? null)}
      />
      {oldestWaiting !== null && (
        <Text size="sm" c="dimmed">
          {words.oldest(formats.moment(oldestWaiting))}
        </Text>
      )}
    </div>
  );
}

function Circuits({ status: { circuits } }: { status: Status }): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const now = useNow();
  return circuits.map(({ cause, advice, openedAt, failures, probeAt }) => (
    <div key={cause} className="note-box" data-tone="bad" role="alert" data-testid="circuit">
      <strong>{words.circuit}</strong>
      <span>{advice}</span>
      <Text size="xs" c="dimmed">
        {words.circuitFacts({
          cause,
          since: formats.when(openedAt, now),
          failures,
          probe: formats.when(probeAt, now),
        })}
      </Text>
    </div>
  ));
}
