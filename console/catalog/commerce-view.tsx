import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../api/session.js';
import { DeedButton } from '../frame/deed-button.js';
import { Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { PageList } from '../frame/page-list.js';
import { Empty, Loaded, Panel } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import { CommerceBatches } from './commerce-batches.js';
import { useCommerce, useExport, useRemarks } from './queries.js';
import { RUN_TONES } from './run-tones.js';
import type { Commerce, CommerceItem } from './shapes.js';

const COUNTS = ['ok', 'sent', 'pending', 'refused'] as const;

/** Where our products are shown to buyers, and what was taken there. */
export function CommerceView(): ReactNode {
  const { commerce: words } = useLanguage().texts;
  const list = useCommerce();
  return (
    <Loaded query={list} height={200}>
      {(all) =>
        all.length === 0 ? (
          <Empty title={words.empty} hint={words.emptyHint} />
        ) : (
          all.map((commerce) => <Catalogue key={commerce.catalogId} commerce={commerce} />)
        )
      }
    </Loaded>
  );
}

function Catalogue({ commerce }: { commerce: Commerce }): ReactNode {
  const { texts, formats } = useLanguage();
  const { commerce: words } = texts;
  const { catalogId, counts } = commerce;
  return (
    <Panel title={words.catalogue(catalogId)} testId="commerce">
      <Facts
        facts={COUNTS.map((name) => ({
          label: words.counts[name],
          value: formats.count(counts[name]),
          isBad: name === 'refused' && counts[name] > 0,
        }))}
      />
      <Last last={commerce.lastExport} />
      <Send catalogId={catalogId} isRunning={commerce.lastExport?.state === 'RUNNING'} />
      <CommerceBatches batches={commerce.batches} />
      {counts.refused > 0 && <Remarks catalogId={catalogId} about="refused" />}
      {counts.warned > 0 && <Remarks catalogId={catalogId} about="warned" />}
    </Panel>
  );
}

function Last({ last }: { last: Commerce['lastExport'] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { commerce: words, copies } = texts;
  if (last === null)
    return (
      <Text size="sm" c="dimmed" my="xs">
        {words.never}
      </Text>
    );
  const { state, startedAt, error } = last;
  const of = {
    sent: formats.count(last.sent),
    accepted: formats.count(last.accepted),
    refused: formats.count(last.refused),
    removed: formats.count(last.removed),
  };
  return (
    <div className="note-box" data-tone={error === null ? 'good' : 'bad'}>
      <span className="entry-line">
        <strong>
          {words.last}, {formats.moment(startedAt)}
        </strong>
        <Tag tone={RUN_TONES[state]}>{copies.states[state]}</Tag>
      </span>
      <span>{words.sentLine(of)}</span>
      {error !== null && <span>{error.message}</span>}
    </div>
  );
}

function Send({ catalogId, isRunning }: { catalogId: string; isRunning: boolean }): ReactNode {
  const { commerce: words } = useLanguage().texts;
  const { mutate, isPending, isSuccess, error, variables } = useExport(catalogId);
  if (!useMay('catalog:sync')) return null;
  const wishes = [
    { label: words.send, force: false, question: undefined },
    { label: words.force, force: true, question: words.forceAsk },
  ];
  return (
    <>
      <div className="deeds">
        {wishes.map(({ label, force, question }) => (
          <DeedButton
            key={label}
            label={label}
            about={catalogId}
            isMain={!force}
            disabled={isRunning}
            isPending={isPending && variables.force === force}
            act={() => mutate({ force })}
            {...(question !== undefined && { question })}
          />
        ))}
        <div role="status">{isSuccess && <Text size="sm">{words.begun}</Text>}</div>
        <Failure error={error} />
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        {words.auto}
      </Text>
    </>
  );
}

const REMARKS = {
  refused: (item: CommerceItem) => item.errors,
  warned: (item: CommerceItem) => item.warnings,
} as const;

function Remarks({ catalogId, about }: { catalogId: string; about: keyof typeof REMARKS }): ReactNode {
  const { title, none } = useLanguage().texts.commerce.remarks[about];
  const pages = useRemarks(catalogId, about);
  return (
    <div>
      <h3>{title}</h3>
      <PageList
        pages={pages}
        label={title}
        empty={{ title: none, hint: '', good: true }}
        keyOf={({ id }) => id}
      >
        {(item) => (
          <div className="entry">
            <strong className="mono">{item.sku}</strong>
            {REMARKS[about](item).map((each) => (
              <span key={each}>{each}</span>
            ))}
          </div>
        )}
      </PageList>
    </div>
  );
}
