import { useState, type ReactNode } from 'react';
import type { Phone } from '../world/phones.js';
import { closeWindow, removePhone, renamePhone } from './api.js';
import { numberOf } from './figures.js';
import { useLanguage } from './language.js';

/** The phone in hand: whose it is, and the window of 24 hours. */
export function PhoneSettings({ phone }: { phone: Phone }): ReactNode {
  const { texts } = useLanguage();
  const [name, setName] = useState(phone.name);
  const rename = (): void => {
    if (name.trim() && name.trim() !== phone.name) void renamePhone(phone.number, name.trim());
  };
  return (
    <section>
      <h3>{texts.thisPhone}</h3>
      <p className="small">{numberOf(phone.number)}</p>
      <label className="field">
        <span>{texts.personName}</span>
        <input
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
      </label>
      <div className="pair">
        <button
          type="button"
          className="wide"
          disabled={phone.lastWroteAt === null}
          onClick={() => void closeWindow(phone.number)}
        >
          {texts.closeWindow}
        </button>
        <button type="button" className="wide" onClick={() => void removePhone(phone.number)}>
          {texts.removePhone}
        </button>
      </div>
    </section>
  );
}
