import type { ReactNode } from 'react';
import type { WireLine } from '../world/journal.js';
import { secondsOf } from './figures.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

const SHOWN = 14;

/** The last calls between WhatsApp and the service, the newest first. */
export function Wire({ lines, webhookUrl }: { lines: readonly WireLine[]; webhookUrl: string }): ReactNode {
  const { texts } = useLanguage();
  return (
    <section>
      <h3>{texts.wire}</h3>
      <p className="small address">{webhookUrl}</p>
      {lines.length === 0 && <p className="small">{texts.wireEmpty}</p>}
      <ol className="wire">
        {lines
          .slice(-SHOWN)
          .toReversed()
          .map((line, index) => (
            <Line key={lines.length - index} line={line} />
          ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: WireLine }): ReactNode {
  const { texts, language } = useLanguage();
  const well = line.outcome === 200;
  return (
    <li className={`${well ? 'well' : 'ill'} ${line.what.startsWith('status:') ? 'status' : ''}`}>
      <span className={`way ${line.way}`} title={texts.wireWays[line.way]}>
        <Icon name={line.way === 'webhook' ? 'out' : 'in'} size={15} />
        <span className="hidden">{texts.wireWays[line.way]}</span>
      </span>
      <span className="what">{line.what}</span>
      <span className="outcome">{texts.wireOutcomes[line.outcome] ?? line.outcome}</span>
      <span className="ms">{line.ms} ms</span>
      <time dateTime={new Date(line.at).toISOString()}>{secondsOf(line.at, language)}</time>
    </li>
  );
}
