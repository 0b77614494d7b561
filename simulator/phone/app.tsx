import { useEffect, useState, type ReactNode } from 'react';
import { Backstage, type Side } from './backstage.js';
import { ChatScreen } from './chat-screen.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import { useLive } from './live.js';
import { PhoneList } from './phone-list.js';
import { inOrder, unreadOf, type State } from './state.js';

/** What a narrow screen shows; a wide one shows both. */
type View = 'chat' | 'phones';

export function App(): ReactNode {
  const [state, dispatch] = useLive();
  const [view, setView] = useState<View>('chat');
  const [side, setSide] = useState<Side>('network');
  const [backstage, setBackstage] = useState(false);
  const name = useTitle(state);
  const chat = state.current === undefined ? undefined : state.chats.get(state.current);
  const show = (wanted: Side): void => {
    setSide(wanted);
    setBackstage(true);
  };
  const open = (number: string): void => {
    dispatch({ kind: 'open', number });
    setView('chat');
  };
  return (
    <div className="desk" data-view={view} data-backstage={backstage}>
      <PhoneList chats={inOrder(state)} current={state.current} service={name} onOpen={open} />
      <main className="stage">
        {!backstage && <BackstageHandles onOpen={show} />}
        <Handset
          state={state}
          onBack={() => setView('phones')}
          onBackstage={() => setBackstage(!backstage)}
        />
      </main>
      {backstage && (
        <Backstage
          state={state}
          chat={chat}
          side={side}
          onSide={setSide}
          onClose={() => setBackstage(false)}
        />
      )}
    </div>
  );
}

interface HandsetProps {
  state: State;
  onBack: () => void;
  onBackstage: () => void;
}

/** The phone in hand. */
function Handset({ state, onBack, onBackstage }: HandsetProps): ReactNode {
  const { texts } = useLanguage();
  const chat = state.current === undefined ? undefined : state.chats.get(state.current);
  return (
    <div className="handset">
      {chat && state.service ? (
        <ChatScreen
          key={chat.phone.number}
          chat={chat}
          service={state.service}
          online={state.online}
          elsewhere={unreadOf(state)}
          onBack={onBack}
          onBackstage={onBackstage}
        />
      ) : (
        <p className="connecting" role="status">
          {texts.connecting}
        </p>
      )}
    </div>
  );
}

function BackstageHandles({ onOpen }: { onOpen: (side: Side) => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <>
      <button type="button" className="backstage-handle" onClick={() => onOpen('network')}>
        <Icon name="pulse" size={18} />
        {texts.backstage}
      </button>
      <button
        type="button"
        className="backstage-handle second"
        data-testid="register-open"
        onClick={() => onOpen('register')}
        title={texts.register.open}
      >
        <Icon name="register" size={18} />
        {texts.register.name}
      </button>
    </>
  );
}

/** Keeps the window's title; returns the name of the service. */
function useTitle(state: State): string {
  const { texts } = useLanguage();
  const name = state.service?.name ?? 'Relais';
  const unread = unreadOf(state);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${texts.pageTitle} · ${name}`;
  }, [unread, name, texts]);
  return name;
}
