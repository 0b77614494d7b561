import { Button, Group, Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay, useSession } from '../api/session.js';
import type { Conversation } from '../api/shapes.js';
import { Failure } from '../frame/failure.js';
import { Icon } from '../frame/icons.js';
import { Loaded } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { international } from '../words/formats.js';
import { useLanguage } from '../words/language.js';
import { Composer } from './composer.js';
import { Lines } from './lines.js';
import { Notes } from './notes.js';
import { personOf, STATUS_TONES } from './talk-list.js';
import { type Deed, useConversation, useDeed } from './talk-queries.js';

/** One conversation: what was said, and what the team can do about it. */
export function Talk({ id }: { id: string }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const talk = useConversation(id);
  const mayReply = useMay('conversations:reply');
  useReading(id, mayReply && (talk.data?.unread ?? 0) > 0);
  return (
    <section className="talk" aria-labelledby="talk-title" data-testid="talk">
      <Link href="/conversations" className="talk-back">
        <Icon name="back" size={18} /> {words.back}
      </Link>
      <Loaded query={talk} height={420}>
        {(conversation) => (
          <>
            <Head talk={conversation} />
            <Lines id={id} />
            {mayReply && <Composer talk={conversation} />}
            {mayReply && <Notes id={id} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

/** Whoever opens a conversation has read it. */
function useReading(id: string, isUnread: boolean): void {
  const { mutate } = useDeed(id);
  useEffect(() => {
    if (isUnread && !document.hidden) mutate({ do: 'read' });
  }, [id, isUnread, mutate]);
}

function Head({ talk }: { talk: Conversation }): ReactNode {
  const { texts, formats } = useLanguage();
  const { talks: words } = texts;
  const me = useSession().id;
  const { status, assignee, handoverReason, handoverAt, phone, name } = talk;
  const reason = handoverReason && words.reasons[handoverReason];
  return (
    <div className="talk-head">
      <div className="talk-who">
        <h2 id="talk-title" className="cut">
          {personOf(talk, texts)}
        </h2>
        <Group gap={6}>
          <Tag tone={STATUS_TONES[status]}>{words.status[status]}</Tag>
          {assignee !== null && <Tag tone="quiet">{assignee === me ? words.taken : words.takenByOther}</Tag>}
          {name !== null && phone !== null && (
            <Text size="xs" c="dimmed">
              {international(phone)}
            </Text>
          )}
        </Group>
        {reason && handoverAt !== null && (
          <Text size="xs" c="dimmed">
            {reason} · {formats.moment(handoverAt)}
          </Text>
        )}
      </div>
      <Actions talk={talk} me={me} />
    </div>
  );
}

function Actions({ talk: { id, status, assignee }, me }: { talk: Conversation; me: string }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const [mayAssign, mayClose] = [useMay('conversations:assign'), useMay('conversations:close')];
  const { mutate, isPending, error, variables } = useDeed(id);
  const isOpen = status === 'waiting' || status === 'human';
  const actions: {
    deed: Deed['do'] & ('take' | 'release' | 'close' | 'return');
    label: string;
    isAllowed: boolean;
    isShown: boolean;
  }[] = [
    { deed: 'take', label: words.take, isAllowed: mayAssign, isShown: assignee !== me },
    { deed: 'release', label: words.release, isAllowed: mayAssign, isShown: assignee === me },
    { deed: 'return', label: words.giveBack, isAllowed: mayClose, isShown: isOpen },
    { deed: 'close', label: words.close, isAllowed: mayClose, isShown: status !== 'closed' },
  ];
  return (
    <div className="talk-actions">
      {actions.map(
        ({ deed, label, isAllowed, isShown }) =>
          isShown && (
            <Button
              key={deed}
              size="xs"
              variant={deed === 'take' ? 'filled' : 'default'}
              disabled={!isAllowed}
              title={isAllowed ? undefined : words.notYours}
              loading={isPending && variables.do === deed}
              onClick={() => mutate({ do: deed })}
            >
              {label}
            </Button>
          ),
      )}
      <Failure error={error} />
    </div>
  );
}
