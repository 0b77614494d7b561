import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.js';
import { DeedButton } from '../frame/deed-button.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { PageList } from '../frame/page-list.js';
import { Loaded, Panel } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { Panes } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';
import { useCopy, useCopyStatus, useRuns } from './queries.js';
import { RunPane } from './run-pane.js';
import { RUN_TONES } from './run-tones.js';
import { type Kind, KINDS, type KindStatus, type Run } from './shapes.js';

/** How the inventory is copied, and each copy. */
export function RunsView({ current }: { current: string | undefined }): ReactNode {
  const { copies: words } = useLanguage().texts;
  const status = useCopyStatus();
  const isRunning = KINDS.some((kind) => status.data?.[kind].running);
  const pages = useRuns(isRunning);
  const list = (
    <PageList
      pages={pages}
      label={words.list}
      empty={{ title: words.empty, hint: words.emptyHint }}
      keyOf={({ runId }) => runId}
    >
      {(run) => <Entry run={run} isCurrent={run.runId === current} />}
    </PageList>
  );
  const open = current === undefined ? null : <RunPane key={current} id={current} />;
  return (
    <>
      <div className="overview">
        <Loaded query={status} height={160}>
          {(read) => (
            <div className="columns">
              {KINDS.map((kind) => (
                <Standing key={kind} kind={kind} status={read[kind]} />
              ))}
            </div>
          )}
        </Loaded>
      </div>
      <Panes list={list} open={open} hint={words.choose} />
    </>
  );
}

function Standing({ kind, status }: { kind: Kind; status: KindStatus }): ReactNode {
  const { texts, formats } = useLanguage();
  const { copies: words, work } = texts;
  const now = useNow();
  const when = (at: string | null, none: string): string => (at === null ? none : formats.when(at, now));
  const { count, active, running, lastRunAt, lastSuccessAt, nextDueAt, lastError } = status;
  const facts: Fact[] = [
    { label: words.count, value: formats.count(count) },
    { label: words.activeCount, value: formats.count(active) },
    { label: words.lastRun, value: when(lastRunAt, work.never) },
    { label: words.lastSuccess, value: when(lastSuccessAt, work.never) },
    {
      label: words.nextDue,
      value:
        nextDueAt !== null && Date.parse(nextDueAt) <= now ? words.dueNow : when(nextDueAt, words.noNext),
    },
  ];
  return (
    <Panel
      title={words.kinds[kind]}
      aside={running && <Tag tone="info">{words.states.RUNNING}</Tag>}
      testId={`copies-${kind}`}
    >
      <Facts facts={facts} />
      {lastError !== null && !running && (
        <div className="note-box" data-tone="bad">
          {lastError}
        </div>
      )}
      <Copy kind={kind} isRunning={running} />
    </Panel>
  );
}

function Copy({ kind, isRunning }: { kind: Kind; isRunning: boolean }): ReactNode {
  const { copies: words } = useLanguage().texts;
  const { mutate, isPending, data, error, variables } = useCopy();
  if (!useMay('catalog:sync')) return null;
  return (
    <div className="deeds">
      <DeedButton
        label={words.copy}
        about={words.kinds[kind]}
        isMain
        disabled={isRunning}
        isPending={isPending && variables?.force === false}
        act={() => mutate({ kind, force: false })}
      />
      <DeedButton
        label={words.force}
        about={words.kinds[kind]}
        question={words.forceAsk}
        disabled={isRunning}
        isPending={isPending && variables?.force === true}
        act={() => mutate({ kind, force: true })}
      />
      <div role="status">
        {data && (
          <Text size="sm">
            <Link href={`/catalog/runs/${data.runId}`} className="link-button">
              {words.begun}
            </Link>
          </Text>
        )}
      </div>
      <Failure error={error} />
    </div>
  );
}

function Entry({ run, isCurrent }: { run: Run; isCurrent: boolean }): ReactNode {
  const { texts, formats } = useLanguage();
  const { copies: words } = texts;
  const now = useNow();
  const { runId, kind, state, startedAt, total, added, updated, failed } = run;
  const figures = [
    `${words.read} ${formats.count(total)}`,
    ...(added > 0 ? [`${words.added} ${formats.count(added)}`] : []),
    ...(updated > 0 ? [`${words.updated} ${formats.count(updated)}`] : []),
    ...(failed > 0 ? [`${words.failed} ${formats.count(failed)}`] : []),
  ];
  return (
    <Link
      href={`/catalog/runs/${runId}`}
      className="entry"
      aria-current={isCurrent ? 'true' : undefined}
      data-testid="run"
    >
      <span className="entry-line">
        <strong>{words.kinds[kind]}</strong>
        <Tag tone={RUN_TONES[state]}>{words.states[state]}</Tag>
      </span>
      <span className="entry-line">
        <span className="entry-more cut">{figures.join(' · ')}</span>
        <time className="row-time" dateTime={startedAt}>
          {formats.when(startedAt, now)}
        </time>
      </span>
    </Link>
  );
}
