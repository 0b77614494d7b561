import type { ReactNode } from 'react';
import type { RegisterView } from '../dhis2/view.js';
import { resetRegister } from './api.js';
import { useLanguage } from './language.js';
import { FlaggedPairs, ReceivedCalls, ReceivedClients } from './register-received.js';
import { RegisterFaults, RegisterSwitches } from './register-switches.js';

/** The national register: what it received first, then how it is set. */
export function RegisterPanel({ register }: { register: RegisterView | undefined }): ReactNode {
  const { texts } = useLanguage();
  const words = texts.register;
  if (!register) return <p className="small">{texts.connecting}</p>;
  const { clients, duplicates, calls } = register.counts;
  return (
    <>
      <p className="small">{words.hint}</p>
      <p className="register-counts" data-testid="register-counts" role="status">
        {words.counts(clients, duplicates, calls)}
      </p>
      <ReceivedClients clients={register.clients} />
      <FlaggedPairs pairs={register.pairs} />
      <ReceivedCalls calls={register.calls} />
      <RegisterSwitches register={register} />
      <RegisterFaults faults={register.faults} />
      <button type="button" className="wide danger" onClick={() => void resetRegister()}>
        {words.reset}
      </button>
    </>
  );
}
