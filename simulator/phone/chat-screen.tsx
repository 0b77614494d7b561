import { useState, type ReactNode } from 'react';
import type { Bubble } from '../world/chats.js';
import { send, type Message } from './api.js';
import { ChatHeader } from './chat-header.js';
import { ChatLog } from './chat-log.js';
import { Composer } from './composer.js';
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
type Over = { kind: 'list'; bubble: Bubble } | { kind: 'image'; src: string; caption: string | undefined };

/** The chat of one phone with the service. */
export function ChatScreen({ chat, service, online, elsewhere, onBack, onBackstage }: Props): ReactNode {
  const [over, setOver] = useState<Over>();
  const { number } = chat.phone;
  const say = (message: Message): void => void send(number, message).catch(() => undefined);
  return (
    <>
      <div className="chat" inert={over?.kind === 'list'}>
        <ChatHeader
          service={service}
          online={online}
          typing={chat.typing}
          elsewhere={elsewhere}
          onBack={onBack}
          onBackstage={onBackstage}
        />
        <ChatLog
          chat={chat}
          service={service.name}
          onTap={(bubble, choice) => say({ type: 'tap', choice, messageId: bubble.id })}
          onList={(bubble) => setOver({ kind: 'list', bubble })}
          onImage={(src, caption) => setOver({ kind: 'image', src, caption })}
        />
        <Composer onSend={say} />
      </div>
      {over?.kind === 'list' && (
        <ListSheet
          content={over.bubble.content}
          onClose={() => setOver(undefined)}
          onSend={(choice) => {
            setOver(undefined);
            say({ type: 'tap', choice, messageId: over.bubble.id });
          }}
        />
      )}
      {over?.kind === 'image' && (
        <Viewer src={over.src} caption={over.caption} onClose={() => setOver(undefined)} />
      )}
    </>
  );
}
