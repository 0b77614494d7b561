import { Button, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Conversation } from '../api/shapes.js';
import { Empty } from '../frame/panel.js';
import { type Tone, Tag } from '../frame/tag.js';
import { international, masked } from '../words/formats.js';
import type { Texts } from '../words/french.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';
import { type Choice, useConversations } from './talk-queries.js';

const CHOICES = ['waiting', 'human', 'all'] as const satisfies readonly Choice[];
export const STATUS_TONES = {
  bot: 'info',
  waiting: 'warn',
  human: 'good',
  closed: 'quiet',
} as const satisfies Record<Conversation['status'], Tone>;

/** Who it is: the name they chose, else their number; to those who may not see it, its end. */
export function personOf({ name, phone }: Pick<Conversation, 'name' | 'phone'>, texts: Texts): string {
  const shown = phone?.startsWith('+…') ? masked(phone) : phone && international(phone);
  return name ?? shown ?? texts.recent.somebody;
}

export function TalkList({ current }: { current: string | undefined }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const [choice, setChoice] = useSessionStorage<Choice>({
    key: 'relais-conversations',
    defaultValue: 'all',
    getInitialValueInEffect: false,
  });
  return (
    <section className="talk-list" aria-label={words.title}>
      <SegmentedControl
        fullWidth
        aria-label={words.filter}
        value={choice}
        onChange={(value) => setChoice(CHOICES.find((each) => each === value) ?? 'all')}
        data={CHOICES.map((value) => ({ value, label: words.filters[value] }))}
      />
      <Rows choice={choice} current={current} />
    </section>
  );
}

function Rows({ choice, current }: { choice: Choice; current: string | undefined }): ReactNode {
  const { texts } = useLanguage();
  const { talks: words } = texts;
  const talks = useConversations(choice);
  if (talks.isPending) return <Skeleton h={320} role="img" aria-label={texts.loading} />;
  if (talks.data === undefined)
    return (
      <Stack align="flex-start" role="alert">
        <Text>{texts.notLoaded}</Text>
        <Button variant="light" size="xs" onClick={() => void talks.refetch()}>
          {texts.retry}
        </Button>
      </Stack>
    );
  const items = talks.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={words.empty} hint={words.emptyHint[choice]} />;
  return (
    <>
      <ul className="talk-rows">
        {items.map((talk) => (
          <Row key={talk.id} talk={talk} isCurrent={talk.id === current} />
        ))}
      </ul>
      {talks.hasNextPage && (
        <Button
          variant="subtle"
          loading={talks.isFetchingNextPage}
          onClick={() => void talks.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}

function Row({ talk, isCurrent }: { talk: Conversation; isCurrent: boolean }): ReactNode {
  const { texts, formats } = useLanguage();
  const now = useNow();
  const { lastMessage, unread, status } = talk;
  const kind = lastMessage && (texts.kinds[lastMessage.type] ?? lastMessage.type);
  return (
    <li>
      <Link
        href={`/conversations/${talk.id}`}
        className="talk-row"
        aria-current={isCurrent ? 'true' : undefined}
        data-testid="talk-row"
      >
        <span className="talk-row-top">
          <strong className="cut">{personOf(talk, texts)}</strong>
          <time className="row-time" dateTime={lastMessage?.at}>
            {lastMessage && formats.when(lastMessage.at, now)}
          </time>
        </span>
        <span className="talk-row-top">
          <span className="cut talk-preview">
            {lastMessage?.type === 'private' ? kind : (lastMessage?.preview ?? kind)}
          </span>
          {unread > 0 && (
            <span className="talk-unread">
              <span aria-hidden="true">{unread}</span>
              <span className="unseen">{texts.talks.unread(unread)}</span>
            </span>
          )}
        </span>
        <span>
          <Tag tone={STATUS_TONES[status]}>{texts.talks.status[status]}</Tag>
        </span>
      </Link>
    </li>
  );
}
