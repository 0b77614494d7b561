import { useId, type ReactNode } from 'react';
import type { DeskState } from '../world/desk.js';
import type { Options } from '../world/options.js';
import { changeOptions, release } from './api.js';
import { useLanguage } from './language.js';

type Mode = Options['statuses']['mode'];
const MODES: readonly Mode[] = ['on', 'off', 'failed'];

/** Whether the service hears what became of its messages. */
export function StatusSwitch({ mode }: { mode: Mode }): ReactNode {
  const { texts } = useLanguage();
  const title = useId();
  return (
    <section>
      <h3 id={title}>{texts.statuses}</h3>
      <div className="segments" role="radiogroup" aria-labelledby={title}>
        {MODES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="statuses"
              checked={mode === each}
              onChange={() => void changeOptions({ statuses: { mode: each } })}
            />
            <span>{texts.statusModes[each]}</span>
          </label>
        ))}
      </div>
    </section>
  );
}

/** Webhooks twice, and several messages in one. */
export function WebhookSwitches({ desk }: { desk: DeskState }): ReactNode {
  const { texts } = useLanguage();
  const { copies, hold } = desk.options.webhooks;
  return (
    <section>
      <h3>{texts.webhooks}</h3>
      <Switch
        label={texts.doubled}
        on={copies > 1}
        onChange={(on) => void changeOptions({ webhooks: { copies: on ? 2 : 1 } })}
      />
      <Switch
        label={texts.hold}
        on={hold}
        onChange={(on) => void changeOptions({ webhooks: { hold: on } })}
      />
      {(hold || desk.held > 0) && <Release held={desk.held} />}
    </section>
  );
}

function Release({ held }: { held: number }): ReactNode {
  const { texts } = useLanguage();
  return (
    <div className="pair">
      <button type="button" className="wide" disabled={held === 0} onClick={() => void release('as-sent')}>
        {texts.release(held)}
      </button>
      <button type="button" className="wide" disabled={held < 2} onClick={() => void release('reversed')}>
        {texts.releaseReversed}
      </button>
    </div>
  );
}

export function Switch(props: { label: string; on: boolean; onChange: (on: boolean) => void }): ReactNode {
  const { label, on, onChange } = props;
  return (
    <label className="switch">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
