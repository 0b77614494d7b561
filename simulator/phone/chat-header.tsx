import type { ReactNode } from 'react';
import { numberOf } from './figures.js';
import { Icon, ServiceFace } from './icons.js';
import { useLanguage } from './language.js';
import type { Service } from './state.js';

interface Props {
  service: Service;
  online: boolean;
  typing: boolean;
  elsewhere: number;
  onBack: () => void;
  onBackstage: () => void;
}

/** Who the person writes to, and whether they are there. */
export function ChatHeader({ service, online, typing, elsewhere, onBack, onBackstage }: Props): ReactNode {
  const { texts } = useLanguage();
  const presence = !online ? texts.offline : typing ? texts.typing : texts.online;
  return (
    <header className="chat-header">
      <button type="button" className="round back" onClick={onBack} aria-label={texts.backToPhones}>
        <Icon name="back" />
        {elsewhere > 0 && <b className="badge">{elsewhere}</b>}
      </button>
      <ServiceFace />
      <div className="chat-header-text" title={numberOf(service.number)}>
        <h2>{service.name}</h2>
        <p role="status">{presence}</p>
      </div>
      <button
        type="button"
        className="round"
        data-testid="backstage-open"
        onClick={onBackstage}
        aria-label={texts.backstage}
        title={texts.backstage}
      >
        <Icon name="more" />
      </button>
    </header>
  );
}
