import type { ReactNode } from 'react';
import { resetAll } from './api.js';
import { StatusSwitch, WebhookSwitches } from './deliveries.js';
import { FaultSwitches } from './fault-switches.js';
import { Icon } from './icons.js';
import { LanguageSwitch, useLanguage } from './language.js';
import { PhoneSettings } from './phone-settings.js';
import { RegisterPanel } from './register-panel.js';
import { Segments } from './segments.js';
import type { Chat, State } from './state.js';
import { Wire } from './wire.js';

/** Which side of what goes on behind: WhatsApp and the network, or the national register. */
export type Side = 'network' | 'register';

interface Props {
  state: State;
  chat: Chat | undefined;
  side: Side;
  onSide: (side: Side) => void;
  onClose: () => void;
}

/** What goes on behind the chat, and the switches for what goes wrong. */
export function Backstage({ state, chat, side, onSide, onClose }: Props): ReactNode {
  const { texts } = useLanguage();
  const sides: { value: Side; text: string }[] = [
    { value: 'network', text: texts.backstage },
    { value: 'register', text: texts.register.name },
  ];
  return (
    <aside
      className="backstage"
      aria-label={texts.backstage}
      data-testid="backstage"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header>
        <h2 className="hidden">{texts.backstage}</h2>
        <Segments name="side" label={texts.backstage} choices={sides} chosen={side} onChoose={onSide} />
        <LanguageSwitch />
        <button type="button" className="round" onClick={onClose} aria-label={texts.close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="backstage-body">
        {side === 'register' ? (
          <RegisterPanel register={state.dhis2} />
        ) : (
          <NetworkPanel state={state} chat={chat} />
        )}
      </div>
    </aside>
  );
}

/** What WhatsApp and the network do. */
function NetworkPanel({ state, chat }: Pick<Props, 'state' | 'chat'>): ReactNode {
  const { texts } = useLanguage();
  return (
    <>
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
    </>
  );
}
