import { useEffect, useState, type ReactNode } from 'react';
import { Backstage } from './backstage.js';
import { ChatScreen } from './chat-screen.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import { useLive } from './live.js';
import { PhoneList } from './phone-list.js';
import { inOrder } from './state.js';

/** What a narrow screen shows; a wide one shows both. */
type View = 'chat' | 'phones';

export function App(): ReactNode {
  const [state, dispatch] = useLive();
  const [view, setView] = useState<View>('chat');
  const [backstage, setBackstage] = useState(false);
  const { texts } = useLanguage();
  const chats = inOrder(state);
  const chat = state.current === undefined ? undefined : state.chats.get(state.current);
  const unread = chats.reduce((sum, each) => sum + each.unread, 0);
  const name = state.service?.name ?? 'Relais';
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${texts.pageTitle} · ${name}`;
  }, [unread, name, texts]);
  const open = (number: string): void => {
    dispatch({ kind: 'open', number });
    setView('chat');
  };
  return (
    <div className="desk" data-view={view} data-backstage={backstage}>
      <PhoneList chats={chats} current={state.current} service={name} onOpen={open} />
      <main className="stage">
        {!backstage && (
          <button type="button" className="backstage-handle" onClick={() => setBackstage(true)}>
            <Icon name="pulse" size={18} />
            {texts.backstage}
          </button>
        )}
        <div className="handset">
          {chat && state.service ? (
            <ChatScreen
              key={chat.phone.number}
              chat={chat}
              service={state.service}
              online={state.online}
              elsewhere={unread}
              onBack={() => setView('phones')}
              onBackstage={() => setBackstage(!backstage)}
            />
          ) : (
            <p className="connecting" role="status">
              {texts.connecting}
            </p>
          )}
        </div>
      </main>
      {backstage && <Backstage state={state} chat={chat} onClose={() => setBackstage(false)} />}
    </div>
  );
}
