import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.js';
import { DeedButton } from '../frame/deed-button.js';
import { Failure } from '../frame/failure.js';
import { PageList } from '../frame/page-list.js';
import { type Tone, Tag } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';
import { useRegistrations, useRetry } from './queries.js';
import type { Registration, State, Status } from './shapes.js';

export const STATE_TONES = {
  NEEDS_REVIEW: 'warn',
  DEAD: 'bad',
  RETRY: 'warn',
  QUEUED: 'info',
  SENDING: 'info',
  DONE: 'good',
} as const satisfies Record<State, Tone>;

interface QueueProps {
  state: State | null;
  current: string | undefined;
  counts: Status['counts'];
}

/** The registrations, the newest first. */
export function Queue({ state, current, counts }: QueueProps): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  const pages = useRegistrations(state);
  return (
    <>
      {(state === 'RETRY' || state === 'DEAD') && <AllAgain state={state} count={counts[state] ?? 0} />}
      <PageList
        pages={pages}
        label={words.list}
        empty={{ title: words.empty, hint: words.emptyHint[state ?? 'all'] }}
        keyOf={({ id }) => id}
      >
        {(registration) => <Entry registration={registration} isCurrent={registration.id === current} />}
      </PageList>
    </>
  );
}

function AllAgain({ state, count }: { state: 'RETRY' | 'DEAD'; count: number }): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const retry = useRetry();
  const isAllowed = useMay('dhis2:replay');
  if (!isAllowed) return null;
  const shown = formats.count(count);
  return (
    <div className="deeds">
      {count > 0 && (
        <DeedButton
          label={words.retryAll(shown)}
          question={words.retryAllAsk(shown)}
          isPending={retry.isPending}
          act={() => retry.mutate({ state })}
        />
      )}
      <div role="status">{retry.data && <Text size="sm">{words.retried(retry.data.retried)}</Text>}</div>
      <Failure error={retry.error} />
    </div>
  );
}

function Entry({ registration, isCurrent }: { registration: Registration; isCurrent: boolean }): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const now = useNow();
  const { id, state, createdAt, attempts, outcome, lastError, nextAttemptAt } = registration;
  const said = lastError?.message || (outcome !== null && (words.outcomes[outcome] ?? outcome));
  return (
    <Link
      href={`/dhis2/${id}`}
      className="entry"
      aria-current={isCurrent ? 'true' : undefined}
      data-testid="registration"
    >
      <span className="entry-line">
        <Tag tone={STATE_TONES[state]}>{words.state[state]}</Tag>
        <time className="row-time" dateTime={createdAt}>
          {formats.when(createdAt, now)}
        </time>
      </span>
      <span className="entry-more cut">
        {words.attempts(attempts)}
        {said && ` · ${said}`}
      </span>
      {state === 'RETRY' && nextAttemptAt !== null && (
        <span className="entry-more">{words.next(formats.when(nextAttemptAt, now))}</span>
      )}
    </Link>
  );
}
