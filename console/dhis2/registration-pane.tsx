import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../api/session.js';
import { DeedButton } from '../frame/deed-button.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { Loaded } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { BackLink } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { History } from './history.js';
import { useDecide, useRegistration, useRetry } from './queries.js';
import { STATE_TONES } from './queue.js';
import { type Decision, DECISIONS_OF, type RegistrationDetail, type Status, type Task } from './shapes.js';

type Can = Status['can'];

/** One registration: how far it is, what DHIS2 said, and what a person can do. */
export function RegistrationPane({ id, can }: { id: string; can: Can }): ReactNode {
  const { work } = useLanguage().texts;
  const registration = useRegistration(id);
  return (
    <section className="pane" aria-labelledby="pane-title" data-testid="registration-pane">
      <BackLink href="/dhis2" label={work.back} />
      <Loaded query={registration} height={320}>
        {(read) => (
          <>
            <Head registration={read} />
            <LastError registration={read} />
            {read.task !== undefined && <ToDecide id={id} task={read.task} can={can} />}
            {(read.state === 'RETRY' || read.state === 'DEAD') && <Again id={id} />}
            <Known registration={read} />
            <History attempts={read.history} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Head({ registration: { state, outcome } }: { registration: RegistrationDetail }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  return (
    <div className="pane-head">
      <h2 id="pane-title">{words.registration}</h2>
      <Tag tone={STATE_TONES[state]}>{words.state[state]}</Tag>
      {outcome !== null && (
        <Text size="sm" c="dimmed" flex="1 0 100%">
          {words.outcome} : {words.outcomes[outcome] ?? outcome}
        </Text>
      )}
    </div>
  );
}

function LastError({ registration: { lastError } }: { registration: RegistrationDetail }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  if (lastError === undefined) return null;
  return (
    <div className="note-box" data-tone="bad" data-testid="last-error">
      {lastError.message !== '' && (
        <>
          <strong>{words.lastError}</strong>
          <span className="theirs">{lastError.message}</span>
        </>
      )}
      {lastError.advice !== '' && (
        <span>
          <strong>{words.advice}</strong> : {lastError.advice}
        </span>
      )}
    </div>
  );
}

function ToDecide({ id, task, can }: { id: string; task: Task; can: Can }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  const isAllowed = useMay('dhis2:review');
  const { mutate, isPending, error, variables } = useDecide(id);
  const told = words.tasks[task];
  const asks = {
    same: told.sameAsk,
    different: told.differentAsk,
    again: words.againAsk,
    done: told.doneAsk,
  };
  const isOneEach = task === 'duplicate' && can?.sameCode === false;
  const isPossible = (decision: Decision): boolean => !(isOneEach && decision === 'different');
  return (
    <div className="note-box" data-tone="warn">
      <strong>{told.what}</strong>
      {isOneEach && <span>{words.oneCodeEach}</span>}
      {isAllowed ? (
        <div className="deeds">
          {DECISIONS_OF[task].map((decision) => (
            <DeedButton
              key={decision}
              label={decision === 'again' ? words.again : told[decision]}
              question={asks[decision]}
              disabled={!isPossible(decision)}
              isPending={isPending && variables === decision}
              act={() => mutate(decision)}
            />
          ))}
        </div>
      ) : (
        <span>{words.notYours}</span>
      )}
      <Failure error={error} />
    </div>
  );
}

function Again({ id }: { id: string }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  const isAllowed = useMay('dhis2:replay');
  const { mutate, isPending, error, data } = useRetry();
  if (!isAllowed) return null;
  return (
    <div className="deeds">
      <DeedButton label={words.retry} isMain isPending={isPending} act={() => mutate({ id })} />
      <div role="status">{data && <Text size="sm">{words.retried(data.retried)}</Text>}</div>
      <Failure error={error} />
    </div>
  );
}

function Known({ registration }: { registration: RegistrationDetail }): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const { createdAt, updatedAt, nextAttemptAt, clientId, others, references } = registration;
  const refs = Object.entries(references).map(([name, value]) => `${name} ${value}`);
  const facts: Fact[] = [
    { label: words.created, value: formats.moment(createdAt) },
    { label: words.updated, value: formats.moment(updatedAt) },
    ...(nextAttemptAt === null ? [] : [{ label: words.nextAttempt, value: formats.moment(nextAttemptAt) }]),
    ...(clientId === null ? [] : [{ label: words.client, value: mono(clientId) }]),
    ...(others.length === 0 ? [] : [{ label: words.others, value: mono(others.join(', ')) }]),
    ...(refs.length === 0 ? [] : [{ label: words.references, value: mono(refs.join(', ')) }]),
  ];
  return <Facts facts={facts} />;
}

function mono(text: string): ReactNode {
  return <span className="mono">{text}</span>;
}
