import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { useMay } from '../api/session.js';
import { useLanguage } from '../words/language.js';
import { TalkList } from './talk-list.js';
import { Talk } from './talk.js';
import './talks.css';

/** Conversations, and the one that is open. */
export default function ConversationsPage(): ReactNode {
  const { talks: words } = useLanguage().texts;
  const { id } = useParams<{ id?: string }>();
  const mayRead = useMay('conversations:reply');
  return (
    <div className="talks" data-open={id !== undefined}>
      <div className="talks-head">
        <Title order={1}>{words.title}</Title>
        <Text size="sm" c="dimmed">
          {mayRead ? words.lead : words.noWords}
        </Text>
      </div>
      <TalkList current={id} />
      {id === undefined ? (
        <Text c="dimmed" className="talks-none">
          {words.choose}
        </Text>
      ) : (
        <Talk key={id} id={id} />
      )}
    </div>
  );
}
