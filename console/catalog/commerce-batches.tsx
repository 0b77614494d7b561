import type { ReactNode } from 'react';
import { Tag, type Tone } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import type { CommerceBatch } from './shapes.js';

const TONES: Record<CommerceBatch['state'], Tone> = {
  SENDING: 'info',
  SENT: 'info',
  DONE: 'good',
  FAILED: 'bad',
  LOST: 'warn',
};

/** The batches in which products left lately, and what became of each. */
export function CommerceBatches({ batches }: { batches: readonly CommerceBatch[] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { commerce: words } = texts;
  if (batches.length === 0) return null;
  return (
    <details className="batches" data-testid="batches">
      <summary>
        {words.batches} ({formats.count(batches.length)})
      </summary>
      {batches.map(({ id, state, items, accepted, refused, sentAt, error }) => {
        const of = {
          items: formats.count(items),
          accepted: formats.count(accepted),
          refused: formats.count(refused),
        };
        return (
          <div key={id} className="entry">
            <span className="entry-line">
              <span>{formats.moment(sentAt)}</span>
              <Tag tone={TONES[state]}>{words.batchStates[state]}</Tag>
            </span>
            <span className="entry-more">{words.batchLine(of)}</span>
            {error !== null && <span>{error}</span>}
          </div>
        );
      })}
    </details>
  );
}
