import type { ReactNode } from 'react';
import { changeOptions, release, resetAll } from './api.js';
import { FaultSwitches } from './fault-switches.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
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
  const { texts, language, change } = useLanguage();
  return (
    <aside
      className="backstage"
      aria-label={texts.backstage}
      data-testid="backstage"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header>
        <h2>{texts.backstage}</h2>
        <button
          type="button"
          className="plain"
          onClick={change}
          aria-label={texts.languageLabel}
          lang={language === 'fr' ? 'en' : 'fr'}
        >
          {texts.language}
        </button>
        <button type="button" className="round" onClick={onClose} aria-label={texts.close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="backstage-body">
        <p className="small">{texts.backstageHint}</p>
        {state.desk && <FaultSwitches faults={state.desk.faults} />}
        <Deliveries state={state} />
        <Wire lines={state.wire} webhookUrl={state.webhookUrl} />
        {chat && <PhoneSettings key={chat.phone.number} phone={chat.phone} />}
        <button type="button" className="wide danger" onClick={() => void resetAll()}>
          {texts.reset}
        </button>
      </div>
    </aside>
  );
}

const MODES = ['on', 'off', 'failed'] as const;

/** Statuses and webhooks. */
function Deliveries({ state: { desk } }: { state: State }): ReactNode {
  const { texts } = useLanguage();
  if (!desk) return null;
  const { statuses, webhooks } = desk.options;
  return (
    <>
      <section>
        <h3 id="statuses">{texts.statuses}</h3>
        <div className="segments" role="radiogroup" aria-labelledby="statuses">
          {MODES.map((mode) => (
            <label key={mode}>
              <input
                type="radio"
                name="statuses"
                checked={statuses.mode === mode}
                onChange={() => void changeOptions({ statuses: { mode } })}
              />
              <span>{texts.statusModes[mode]}</span>
            </label>
          ))}
        </div>
      </section>
      <section>
        <h3>{texts.webhooks}</h3>
        <Switch
          label={texts.doubled}
          on={webhooks.copies > 1}
          onChange={(on) => void changeOptions({ webhooks: { copies: on ? 2 : 1 } })}
        />
        <Switch
          label={texts.hold}
          on={webhooks.hold}
          onChange={(hold) => void changeOptions({ webhooks: { hold } })}
        />
        {(webhooks.hold || desk.held > 0) && (
          <div className="pair">
            <button
              type="button"
              className="wide"
              disabled={desk.held === 0}
              onClick={() => void release('as-sent')}
            >
              {texts.release(desk.held)}
            </button>
            <button
              type="button"
              className="wide"
              disabled={desk.held < 2}
              onClick={() => void release('reversed')}
            >
              {texts.releaseReversed}
            </button>
          </div>
        )}
      </section>
    </>
  );
}

function Switch(props: { label: string; on: boolean; onChange: (on: boolean) => void }): ReactNode {
  return (
    <label className="switch">
      <span>{props.label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={props.on}
        onChange={(event) => props.onChange(event.target.checked)}
      />
    </label>
  );
}
