import type { ReactNode } from 'react';
import { resetAll } from './api.js';
import { StatusSwitch, WebhookSwitches } from './deliveries.js';
import { FaultSwitches } from './fault-switches.js';
import { Icon } from './icons.js';
import { LanguageSwitch, useLanguage } from './language.js';
import { PhoneSettings } from './phone-settings.js';
import type { Chat, State } from './state.js';
import { Wire } from './wire.js';

interface Props {
  state: State;
  chat: Chat | undefined;
  onClose: () => void;
}

/** What goes on behind the chat, and the switches for what goes wrong. */
export function Backstage({ state, chat, onClose }: Props): ReactNode {
  const { texts } = useLanguage();
  return (
    <aside
      className="backstage"
      aria-label={texts.backstage}
      data-testid="backstage"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header>
        <h2>{texts.backstage}</h2>
        <LanguageSwitch />
        <button type="button" className="round" onClick={onClose} aria-label={texts.close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="backstage-body">
        <p className="small">{texts.backstageHint}</p>
        {state.desk && (
          <>
            <FaultSwitches faults={state.desk.faults} />
            <StatusSwitch mode={state.desk.options.statuses.mode} />
            <WebhookSwitches desk={state.desk} />
          </>
        )}
        <Wire lines={state.wire} webhookUrl={state.webhookUrl} />
        {chat && <PhoneSettings key={chat.phone.number} phone={chat.phone} />}
        <button type="button" className="wide danger" onClick={() => void resetAll()}>
          {texts.reset}
        </button>
      </div>
    </aside>
  );
}
