import { useState, type ReactNode } from 'react';
import type { Content } from '../world/content.js';
import { send, type Message } from './api.js';
import { ChatHeader } from './chat-header.js';
import { ChatLog } from './chat-log.js';
import { Composer } from './composer.js';
import { useLanguage } from './language.js';
import { ListSheet } from './list-sheet.js';
import type { Chat, Service } from './state.js';
import { Viewer } from './viewer.js';

interface Props {
  chat: Chat;
  service: Service;
  online: boolean;
  /** Unread messages on other phones. */
  elsewhere: number;
  onBack: () => void;
  onBackstage: () => void;
}

/** What can lie over a chat. */
type Over =
  | { kind: 'list'; id: string; list: Extract<Content, { type: 'list' }> }
  | { kind: 'image'; src: string; caption: string | undefined };

/** The chat of one phone with the service. */
export function ChatScreen({ chat, service, ...header }: Props): ReactNode {
  const [over, setOver] = useState<Over>();
  const { say, unsent } = useSaying(chat.phone.number);
  return (
    <>
      <div className="chat" inert={over?.kind === 'list'}>
        <ChatHeader service={service} typing={chat.typing} {...header} />
        <ChatLog
          chat={chat}
          service={service.name}
          onTap={({ id }, choice) => say({ type: 'tap', choice, messageId: id })}
          onList={({ id, content }) =>
            content.type === 'list' && setOver({ kind: 'list', id, list: content })
          }
          onImage={(src, caption) => setOver({ kind: 'image', src, caption })}
        />
        {unsent && <Unsent onRetry={() => say(unsent)} />}
        <Composer onSend={say} />
      </div>
      {over && <Overlay over={over} onSay={say} onClose={() => setOver(undefined)} />}
    </>
  );
}

interface OverlayProps {
  over: Over;
  onSay: (message: Message) => void;
  onClose: () => void;
}

function Overlay({ over, onSay, onClose }: OverlayProps): ReactNode {
  if (over.kind === 'image') return <Viewer src={over.src} caption={over.caption} onClose={onClose} />;
  const choose = (choice: string): void => {
    onClose();
    onSay({ type: 'tap', choice, messageId: over.id });
  };
  return <ListSheet content={over.list} onClose={onClose} onSend={choose} />;
}

/** Sends from this phone, and keeps what the simulator did not take. */
function useSaying(number: string): { say: (message: Message) => void; unsent: Message | undefined } {
  const [unsent, setUnsent] = useState<Message>();
  const say = (message: Message): void => {
    setUnsent(undefined);
    send(number, message).catch(() => setUnsent(message));
  };
  return { say, unsent };
}

function Unsent({ onRetry }: { onRetry: () => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <p className="unsent" role="alert">
      {texts.unsent}
      <button type="button" className="plain" onClick={onRetry}>
        {texts.retry}
      </button>
    </p>
  );
}
