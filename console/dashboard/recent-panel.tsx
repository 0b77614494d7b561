import { Text } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useIsLive } from '../api/live.js';
import { useNumbers, usePeople, useRecent } from '../api/queries.js';
import type { Message } from '../api/shapes.js';
import { Icon } from '../frame/icons.js';
import { Empty, Loaded, Panel } from '../frame/panel.js';
import { type Tone, Tag } from '../frame/tag.js';
import { masked } from '../words/formats.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';

const TONES: Record<string, Tone> = {
  received: 'info',
  failed: 'bad',
  unknown: 'warn',
  queued: 'warn',
  scheduled: 'warn',
  sending: 'warn',
  cancelled: 'quiet',
};

/** The latest messages as they come, never their words. */
export function RecentPanel({ number }: { number: string | null }): ReactNode {
  const { recent: words } = useLanguage().texts;
  const isLive = useIsLive();
  const messages = useRecent(number, isLive);
  const aside = (
    <Text size="xs" c="dimmed" className="pulse" data-live={isLive} data-testid="live-state">
      {isLive ? words.live : words.polled}
    </Text>
  );
  return (
    <Panel title={words.title} aside={aside} testId="recent">
      <Announcer messages={messages.data} />
      <Loaded query={messages} height={420}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={words.empty} hint={words.emptyHint} />
          ) : (
            <>
              <Rows messages={list} />
              <Text size="xs" c="dimmed" mt="sm">
                {words.hint}
              </Text>
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Rows({ messages }: { messages: readonly Message[] }): ReactNode {
  const { data: people } = usePeople();
  const { data: numbers = [] } = useNumbers();
  const labels = new Map(numbers.map(({ id, label }) => [id, label]));
  return (
    <ul className="rows">
      {messages.map((message) => (
        <Row
          key={message.id}
          message={message}
          person={masked(people?.get(message.contactId ?? ''))}
          label={numbers.length > 1 ? (labels.get(message.number) ?? message.number) : null}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  message: Message;
  person: string | null;
  label: string | null;
}

function Row({ message: { direction, state, type, events, id }, person, label }: RowProps): ReactNode {
  const { texts, formats } = useLanguage();
  const { recent: words } = texts;
  const now = useNow();
  const at = beganAt(events);
  const isIn = direction === 'in';
  const known = person === null ? words.somebody : words.ending(person.slice(-2));
  return (
    <li className="row" data-testid="recent-row" data-id={id}>
      <span className="row-way" data-direction={direction}>
        <Icon name={isIn ? 'received' : 'sent'} size={16} />
        <span className="unseen">{isIn ? words.in : words.out}</span>
      </span>
      <span className="row-what">
        <span className="cut">{texts.kinds[type] ?? type}</span>
        <span className="row-person cut">
          {isIn ? words.from : words.to} <span aria-hidden="true">{person ?? words.somebody}</span>
          <span className="unseen">{known}</span>
          {label !== null && ` · ${label}`}
        </span>
      </span>
      <Tag tone={TONES[state] ?? 'good'}>{words.states[state] ?? state}</Tag>
      <time dateTime={at} className="row-time">
        {at === '' ? '' : formats.when(at, now)}
      </time>
    </li>
  );
}

/** When it came in, or was decided. */
function beganAt(events: Message['events']): string {
  return (
    (events.find(({ state }) => ['received', 'queued', 'scheduled'].includes(state)) ?? events[0])?.at ?? ''
  );
}

/** Tells those who do not see the list what came, politely and as a number. */
function Announcer({ messages }: { messages: readonly Message[] | undefined }): ReactNode {
  const { recent: words } = useLanguage().texts;
  const known = useRef<Set<string> | null>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (messages === undefined) return;
    const received = messages.filter(({ direction }) => direction === 'in').map(({ id }) => id);
    const before = known.current;
    known.current = new Set([...received, ...[...(before ?? [])].slice(0, 200)]);
    if (before === null) return;
    const fresh = received.filter((id) => !before.has(id)).length;
    if (fresh > 0) setCount(fresh);
  }, [messages]);
  return (
    <div role="status" aria-live="polite" className="unseen" data-testid="announcer">
      {count > 0 && words.news(count)}
    </div>
  );
}
