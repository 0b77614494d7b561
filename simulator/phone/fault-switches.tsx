import type { ReactNode } from 'react';
import type { Fault, Trouble } from '../world/faults.js';
import { addFault, clearFault, type FaultWish } from './api.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import type { Texts } from './french.js';

type Name = keyof Texts['faultNames'];

const WISHES: Record<Name, FaultWish> = {
  down: { kind: 'http', status: 503 },
  throttled: { kind: 'http', status: 429, retryAfter: 5 },
  cutBefore: { kind: 'cut', accept: false },
  cutAfter: { kind: 'cut', accept: true },
  silent: { kind: 'timeout', accept: false },
  slow: { kind: 'slow', ms: 3_000 },
  token: { kind: 'graph', code: 190 },
  undeliverable: { kind: 'fail', code: 131026 },
};

/** One touch for each fault, and those that wait for their message. */
export function FaultSwitches({ faults }: { faults: readonly Fault[] }): ReactNode {
  const { texts } = useLanguage();
  const names = Object.keys(WISHES) as Name[];
  return (
    <section>
      <h3>{texts.faults}</h3>
      <p className="small">{texts.faultsHint}</p>
      <div className="chips">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="chip"
            data-testid={`fault-${name}`}
            onClick={() => void addFault(WISHES[name])}
          >
            {texts.faultNames[name]}
          </button>
        ))}
      </div>
      {faults.length > 0 && <WaitingFaults faults={faults} />}
    </section>
  );
}

function WaitingFaults({ faults }: { faults: readonly Fault[] }): ReactNode {
  const { texts } = useLanguage();
  return (
    <ul className="waiting" aria-label={texts.activeFaults}>
      {faults.map((fault) => (
        <li key={fault.id}>
          <span>
            {wordsFor(fault.trouble, texts)}
            {fault.left !== null && fault.left > 1 && ` ×${fault.left}`}
          </span>
          <button
            type="button"
            className="round"
            onClick={() => void clearFault(fault.id)}
            aria-label={`${texts.clear} : ${wordsFor(fault.trouble, texts)}`}
          >
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A fault that was set elsewhere has a name here only if it is one of ours. */
function wordsFor(trouble: Trouble, texts: Texts): string {
  const names = Object.keys(WISHES) as Name[];
  const found = names.find((name) =>
    Object.entries(WISHES[name]).every(([key, value]) =>
      Object.entries(trouble).some(([k, v]) => k === key && v === value),
    ),
  );
  return found ? texts.faultNames[found] : JSON.stringify(trouble);
}
