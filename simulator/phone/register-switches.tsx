import type { ReactNode } from 'react';
import { VERSIONS } from '../dhis2/dialect.js';
import type { RegisterFault } from '../dhis2/troubles.js';
import type { RegisterView } from '../dhis2/view.js';
import { changeRegister, type RegisterFaultWish } from './api.js';
import { Switch } from './deliveries.js';
import type { Texts } from './french.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import { Segments } from './segments.js';

type Name = keyof Texts['register']['faultNames'];

const WISHES: Record<Name, RegisterFaultWish> = {
  slow: { kind: 'slow', ms: 10_000 },
  badGateway: { kind: 'bad-gateway' },
  html: { kind: 'html' },
  errorBody: { kind: 'error-body' },
  login: { kind: 'login' },
  expired: { kind: 'expired' },
  throttled: { kind: 'throttled', retryAfter: 30 },
  cutBefore: { kind: 'cut' },
  cutAfter: { kind: 'cut-after', on: 'create' },
  job: { kind: 'job', on: 'create' },
  rival: { kind: 'rival', on: 'create' },
  deleted: { kind: 'deleted', on: 'create' },
  otherCode: { kind: 'other-code', on: 'generate' },
};
const NAMES = Object.keys(WISHES) as Name[];
const HOUR = 3_600;

/** How the register speaks, and what it refuses. */
export function RegisterSwitches({ register }: { register: RegisterView }): ReactNode {
  const { texts } = useLanguage();
  const { version, uniqueCode, clockSeconds, faults } = register;
  const words = texts.register;
  const outage = faults.find(({ trouble, left }) => trouble.kind === 'down' && left === null);
  return (
    <section>
      <h3>{words.version}</h3>
      <Segments
        name="register-version"
        label={words.version}
        choices={VERSIONS.map((value) => ({ value, text: value }))}
        chosen={version}
        onChoose={(value) => void changeRegister({ version: value })}
      />
      <Switch
        label={words.outage}
        on={outage !== undefined}
        onChange={() =>
          void changeRegister(
            outage ? { clearFaults: outage.id } : { faults: [{ kind: 'down', times: null }] },
          )
        }
      />
      <Switch
        label={words.unique}
        on={uniqueCode}
        onChange={(on) => void changeRegister({ uniqueCode: on })}
      />
      <ClockSwitch seconds={clockSeconds} />
    </section>
  );
}

function ClockSwitch({ seconds }: { seconds: number }): ReactNode {
  const { clock, clocks } = useLanguage().texts.register;
  const choices = [
    { value: -HOUR, text: clocks.behind },
    { value: 0, text: clocks.right },
    { value: HOUR, text: clocks.ahead },
  ];
  return (
    <>
      <h3>{clock}</h3>
      <Segments
        name="register-clock"
        label={clock}
        choices={choices}
        chosen={seconds}
        onChoose={(clockSeconds) => void changeRegister({ clockSeconds })}
      />
    </>
  );
}

/** One touch for each fault, and those that wait for their call. */
export function RegisterFaults({ faults }: { faults: readonly RegisterFault[] }): ReactNode {
  const { texts } = useLanguage();
  const { faultNames, faults: title, faultsHint } = texts.register;
  return (
    <section>
      <h3>{title}</h3>
      <p className="small">{faultsHint}</p>
      <div className="chips">
        {NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className="chip"
            data-testid={`register-fault-${name}`}
            onClick={() => void changeRegister({ faults: [WISHES[name]] })}
          >
            {faultNames[name]}
          </button>
        ))}
      </div>
      {faults.length > 0 && (
        <ul className="waiting" aria-label={texts.activeFaults}>
          {faults.map((fault) => (
            <WaitingFault key={fault.id} fault={fault} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WaitingFault({ fault }: { fault: RegisterFault }): ReactNode {
  const { texts } = useLanguage();
  const words = faultName(fault.trouble.kind, texts);
  return (
    <li>
      <span>
        {words}
        {fault.left !== null && fault.left > 1 && ` ×${fault.left}`}
      </span>
      <button
        type="button"
        className="round"
        onClick={() => void changeRegister({ clearFaults: fault.id })}
        aria-label={`${texts.clear} : ${words}`}
      >
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}

/** A fault that was set elsewhere may have no name here. */
export function faultName(kind: string, { register }: Texts): string {
  const name = NAMES.find((each) => WISHES[each].kind === kind);
  return name ? register.faultNames[name] : kind === 'down' ? register.outage : kind;
}
