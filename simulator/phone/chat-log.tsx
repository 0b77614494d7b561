import { Fragment, type ReactNode } from 'react';
import type { Bubble } from '../world/chats.js';
import { BubbleView } from './bubble.js';
import { dayOf, sameDay } from './figures.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import { useBottom } from './scroll.js';
import type { Chat } from './state.js';

/** What a person can do with a message. */
export interface BubbleActions {
  onTap: (bubble: Bubble, choice: string) => void;
  onList: (bubble: Bubble) => void;
  onImage: (src: string, caption: string | undefined) => void;
}

interface Props extends BubbleActions {
  chat: Chat;
  service: string;
}

/** The messages of a chat, on the wallpaper. */
export function ChatLog({ chat, service, ...actions }: Props): ReactNode {
  const { texts } = useLanguage();
  const { ref, below, toBottom, onScroll } = useBottom(chat.bubbles, chat.typing);
  return (
    <div className="chat-log-frame">
      <div
        className="chat-log"
        ref={ref}
        onScroll={onScroll}
        role="log"
        aria-live="polite"
        aria-label={texts.conversationWith(service)}
        tabIndex={0}
      >
        <p className="notice">
          <Icon name="lock" size={14} /> {texts.notice}
        </p>
        {chat.bubbles.length === 0 && <p className="hint">{texts.hint}</p>}
        <Messages chat={chat} service={service} {...actions} />
        {chat.typing && <TypingBubble />}
      </div>
      {below !== undefined && <ToBottom count={below} onClick={toBottom} />}
    </div>
  );
}

function Messages({ chat, service, ...actions }: Props): ReactNode {
  const { bubbles, firstUnread } = chat;
  const byId = new Map(bubbles.map((bubble) => [bubble.id, bubble]));
  return bubbles.map((bubble, index) => (
    <Fragment key={bubble.id}>
      <Separators bubble={bubble} before={bubbles[index - 1]} firstUnread={firstUnread} />
      <BubbleView
        bubble={bubble}
        follows={follows(bubble, bubbles[index - 1])}
        quoted={bubble.replyTo === undefined ? undefined : byId.get(bubble.replyTo)}
        service={service}
        {...actions}
      />
    </Fragment>
  ));
}

interface SeparatorsProps {
  bubble: Bubble;
  before: Bubble | undefined;
  firstUnread: string | undefined;
}

function Separators({ bubble, before, firstUnread }: SeparatorsProps): ReactNode {
  const { texts, language } = useLanguage();
  return (
    <>
      {(!before || !sameDay(before.at, bubble.at)) && (
        <p className="day">
          <time dateTime={new Date(bubble.at).toISOString()}>{dayOf(bubble.at, Date.now(), language)}</time>
        </p>
      )}
      {bubble.id === firstUnread && (
        <p className="unread" data-testid="unread">
          {texts.newMessages}
        </p>
      )}
    </>
  );
}

/** A message right behind another of the same side has no tail. */
function follows(bubble: Bubble, before: Bubble | undefined): boolean {
  return before?.side === bubble.side && sameDay(before.at, bubble.at);
}

function ToBottom({ count, onClick }: { count: number; onClick: () => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      className="to-bottom"
      data-testid="to-bottom"
      onClick={onClick}
      aria-label={count > 0 ? `${texts.newMessages} (${count})` : texts.toBottom}
    >
      <Icon name="down" />
      {count > 0 && <b className="badge">{count}</b>}
    </button>
  );
}

function TypingBubble(): ReactNode {
  const { texts } = useLanguage();
  return (
    <div className="line in first" data-testid="typing">
      <div className="bubble typing-dots" role="img" aria-label={texts.typing}>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
