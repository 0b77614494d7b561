import type { ReactNode } from 'react';
import type { RegisterCall } from '../dhis2/calls.js';
import type { ClientCard, PairCard } from '../dhis2/view.js';
import { secondsOf } from './figures.js';
import { useLanguage } from './language.js';
import { faultName } from './register-switches.js';

/** The clients that came last, with what is known of each. */
export function ReceivedClients({ clients }: { clients: readonly ClientCard[] }): ReactNode {
  const { texts } = useLanguage();
  return (
    <section>
      <h3>{texts.register.clients}</h3>
      {clients.length === 0 && <p className="small">{texts.register.clientsEmpty}</p>}
      <ul className="clients">
        {clients.map((client) => (
          <Client key={client.id} client={client} />
        ))}
      </ul>
    </section>
  );
}

function Client({ client }: { client: ClientCard }): ReactNode {
  const { texts, language } = useLanguage();
  const { id, code, attributes, place, createdAt, isDuplicate, hidden, deleted } = client;
  const words = texts.register;
  return (
    <li data-testid="register-client" data-code={code ?? ''} className={deleted ? 'gone' : ''}>
      <div className="client-top">
        <strong>{code ?? words.noCode}</strong>
        <time dateTime={createdAt}>{secondsOf(Date.parse(createdAt), language)}</time>
      </div>
      {(isDuplicate || hidden || deleted) && (
        <p className="marks">
          {isDuplicate && <b>{words.duplicate}</b>}
          {hidden && <b>{words.hidden}</b>}
          {deleted && <b>{words.gone}</b>}
        </p>
      )}
      <dl>
        {attributes.map(({ id: attribute, name, value }) => (
          <div key={attribute}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="small address">
        {place} · {id}
      </p>
    </li>
  );
}

/** Who may be one person, as somebody flagged it. */
export function FlaggedPairs({ pairs }: { pairs: readonly PairCard[] }): ReactNode {
  const { texts } = useLanguage();
  if (pairs.length === 0) return null;
  return (
    <section>
      <h3>{texts.register.pairs}</h3>
      <ul className="pairs">
        {pairs.map(({ original, duplicate, status, codes }) => (
          <li key={`${original} ${duplicate}`} data-testid="register-pair">
            <span title={`${original} ↔ ${duplicate}`}>
              {codes[0] ?? original} ↔ {codes[1] ?? duplicate}
            </span>
            <b>{texts.register.pairStates[status] ?? status}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The calls of the service, the newest first. */
export function ReceivedCalls({ calls }: { calls: readonly RegisterCall[] }): ReactNode {
  const { texts } = useLanguage();
  return (
    <section>
      <h3>{texts.register.calls}</h3>
      {calls.length === 0 && <p className="small">{texts.wireEmpty}</p>}
      <ol className="wire calls">
        {calls.map((call) => (
          <Call key={call.seq} call={call} />
        ))}
      </ol>
    </section>
  );
}

function Call({ call }: { call: RegisterCall }): ReactNode {
  const { texts, language } = useLanguage();
  const { method, path, status, words, fault, ms, at } = call;
  const well = typeof status === 'number' && status < 300 && fault === undefined;
  const why = [words, fault && faultName(fault, texts)].filter(Boolean).join(' · ');
  return (
    <li className={well ? 'well' : 'ill'} data-testid="register-call">
      <span className="verb">{method}</span>
      <span className="what" title={path}>
        {path.replace(/^\/dhis2\/api\//, '')}
      </span>
      <span className="outcome">{texts.wireOutcomes[status] ?? status}</span>
      <span className="ms">{ms} ms</span>
      <time dateTime={at}>{secondsOf(Date.parse(at), language)}</time>
      {why && <span className="why">{why}</span>}
    </li>
  );
}
