import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Tone, Tag } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import type { Attempt } from './shapes.js';

const GOOD = new Set(['created', 'already-ours', 'flagged', 'merged', 'found', 'not-found']);

const toneOf = (outcome: string): Tone => (GOOD.has(outcome) ? 'good' : 'warn');

/** Every attempt, the newest first, in the words of DHIS2. */
export function History({ attempts }: { attempts: readonly Attempt[] }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title">{words.history}</h3>
      {attempts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noHistory}
        </Text>
      ) : (
        <ul className="entries">
          {attempts.toReversed().map((attempt) => (
            <Tried key={attempt.number} attempt={attempt} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Tried({ attempt }: { attempt: Attempt }): ReactNode {
  const { texts, formats } = useLanguage();
  const { dhis2: words } = texts;
  const { number, at, step, outcome, cause, status, message, durationMs } = attempt;
  const facts = [
    words.steps[step] ?? step,
    ...(status === null ? [] : [words.status(status)]),
    ...(cause === null ? [] : [cause]),
    formats.duration(durationMs / 1_000),
  ];
  return (
    <li className="entry" data-testid="attempt">
      <span className="entry-line attempt">
        <span>
          {words.attemptTitle(number)} ·{' '}
          <time className="entry-more" dateTime={at}>
            {formats.moment(at)}
          </time>
        </span>
        <Tag tone={toneOf(outcome)}>{words.outcomes[outcome] ?? outcome}</Tag>
      </span>
      <span className="entry-more">{facts.join(' · ')}</span>
      {message !== '' && <span className="theirs">{message}</span>}
    </li>
  );
}
