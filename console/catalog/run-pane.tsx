import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../api/session.js';
import { DeedButton } from '../frame/deed-button.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { PageList } from '../frame/page-list.js';
import { Loaded } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { BackLink } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useRun, useRunFaults, useStop } from './queries.js';
import { RUN_TONES } from './run-tones.js';
import type { Run } from './shapes.js';

/** One copy: how far it is, what it did, what it could not take. */
export function RunPane({ id }: { id: string }): ReactNode {
  const { work } = useLanguage().texts;
  const run = useRun(id);
  return (
    <section className="pane" aria-labelledby="pane-title" data-testid="run-pane">
      <BackLink href="/catalog/runs" label={work.back} />
      <Loaded query={run} height={320}>
        {(read) => (
          <>
            <Head run={read} />
            {read.state === 'RUNNING' && <Going run={read} />}
            <Outcome run={read} />
            <Faults id={id} isOver={read.state !== 'RUNNING'} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Head({ run: { kind, state, error, complete, rootId, runId } }: { run: Run }): ReactNode {
  const { copies: words } = useLanguage().texts;
  return (
    <>
      <div className="pane-head">
        <h2 id="pane-title">{words.copyOf(words.kinds[kind])}</h2>
        <Tag tone={RUN_TONES[state]}>{words.states[state]}</Tag>
      </div>
      {error !== null && (
        <div className="note-box" data-tone="bad">
          <strong>{words.why}</strong>
          <span>{error.message}</span>
        </div>
      )}
      {!complete && <Text size="sm">{words.partial}</Text>}
      {rootId !== runId && <Text size="sm">{words.continued}</Text>}
    </>
  );
}

function Going({ run: { runId, total, expected, kind } }: { run: Run }): ReactNode {
  const { texts, formats } = useLanguage();
  const { copies: words } = texts;
  const { mutate, isPending, error } = useStop(runId);
  const maySync = useMay('catalog:sync');
  const said =
    expected === null
      ? words.progressOpen(formats.count(total))
      : words.progress(formats.count(total), formats.count(expected));
  return (
    <>
      <div>
        <progress
          className="progress"
          aria-label={words.copyOf(words.kinds[kind])}
          {...(expected === null ? {} : { value: total, max: Math.max(1, expected) })}
        />
        <Text size="sm">{said}</Text>
      </div>
      {maySync && (
        <div className="deeds">
          <DeedButton
            label={words.stop}
            question={words.stopAsk}
            isPending={isPending}
            act={() => mutate(undefined)}
          />
          <Failure error={error} />
        </div>
      )}
    </>
  );
}

function Outcome({ run }: { run: Run }): ReactNode {
  const { texts, formats } = useLanguage();
  const { copies: words } = texts;
  const { cause, startedAt, durationMs, apiMs, failed } = run;
  const counted = ['added', 'updated', 'unchanged', 'disabled', 'pages'] as const;
  const facts: Fact[] = [
    { label: words.started, value: formats.moment(startedAt) },
    { label: words.duration, value: formats.duration(durationMs / 1_000) },
    { label: words.cause, value: words.causes[cause] ?? cause },
    { label: words.read, value: formats.count(run.total) },
    ...counted.map((name) => ({ label: words[name], value: formats.count(run[name]) })),
    { label: words.failed, value: formats.count(failed), isBad: failed > 0 },
    { label: words.calls, value: formats.count(run.apiCalls) },
    { label: words.waited, value: formats.duration(apiMs / 1_000) },
  ];
  return <Facts facts={facts} />;
}

function Faults({ id, isOver }: { id: string; isOver: boolean }): ReactNode {
  const { copies: words } = useLanguage().texts;
  const pages = useRunFaults(id);
  if (!isOver && pages.data?.pages[0]?.items.length === 0) return null;
  return (
    <section aria-labelledby="faults-title">
      <h3 id="faults-title">{words.faults}</h3>
      <PageList
        pages={pages}
        label={words.faults}
        empty={{ title: words.noFaults, hint: '', good: true }}
        keyOf={(fault) => fault.id}
      >
        {({ name, remoteId, reason }) => (
          <div className="entry" data-testid="run-fault">
            <span className="entry-line">
              <strong className="cut">{name ?? words.unnamed}</strong>
              <span className="entry-more mono">{remoteId}</span>
            </span>
            <span>{reason}</span>
          </div>
        )}
      </PageList>
    </section>
  );
}
