import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useFaults } from '../api/queries.js';
import type { Fault } from '../api/shapes.js';
import { Empty, Loaded, Panel } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { useNow } from '../words/now.js';
import { useLanguage } from '../words/language.js';

const SHOWN = 3;

/** What is wrong now and what to do about it, the gravest first. */
export function FaultsPanel(): ReactNode {
  const { faults: words } = useLanguage().texts;
  const faults = useFaults();
  const count = faults.data?.length ?? 0;
  const badge = count > 0 && <Tag tone="bad">{count}</Tag>;
  return (
    <Panel title={words.title} aside={badge} testId="faults">
      <Loaded query={faults} height={132}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={words.none} hint={words.noneHint} good />
          ) : (
            <FaultList faults={gravestFirst(list)} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function gravestFirst(faults: readonly Fault[]): Fault[] {
  return faults.toSorted(
    (a, b) => Number(b.critical) - Number(a.critical) || b.lastAt.localeCompare(a.lastAt),
  );
}

function FaultList({ faults }: { faults: readonly Fault[] }): ReactNode {
  const { faults: words } = useLanguage().texts;
  const [isWhole, setWhole] = useState(false);
  const rest = faults.length - SHOWN;
  return (
    <>
      <ul className="faults">
        {(isWhole ? faults : faults.slice(0, SHOWN)).map((fault) => (
          <FaultItem key={fault.id} fault={fault} />
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="subtle" size="xs" mt="xs" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.fewer : words.more(rest)}
        </Button>
      )}
    </>
  );
}

function FaultItem({ fault }: { fault: Fault }): ReactNode {
  const { texts, formats, language } = useLanguage();
  const { faults: words } = texts;
  const now = useNow();
  const { title, advice } = (language === 'en' ? fault.en : null) ?? fault;
  const isForeign = language === 'en' && fault.en === null;
  const { critical, count, openedAt, lastAt, code } = fault;
  const facts = [
    words.times(count, formats.count(count)),
    words.since(formats.when(openedAt, now)),
    ...(count > 1 ? [words.last(formats.ago(lastAt, now))] : []),
    ...(code === null ? [] : [words.code(code)]),
  ];
  return (
    <li className="fault" data-critical={critical} data-testid="fault">
      <Tag tone={critical ? 'alarm' : 'warn'}>{critical ? words.critical : words.minor}</Tag>
      <Text fw={600} size="sm" lang={isForeign ? 'fr' : undefined}>
        {title}
      </Text>
      <Text size="sm" lang={isForeign ? 'fr' : undefined}>
        <span className="unseen">{words.advice} : </span>
        {advice}
      </Text>
      <Text size="xs" c="dimmed">
        {facts.join(' · ')}
      </Text>
    </li>
  );
}
