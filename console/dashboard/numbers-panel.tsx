import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFaults, useNumbers, useTokens } from '../api/queries.js';
import { useMay } from '../api/session.js';
import type { Fault, OwnNumber, TokenStatus } from '../api/shapes.js';
import { Icon, type IconName } from '../frame/icons.js';
import { type Tone, Tag } from '../frame/tag.js';
import { Empty, Loaded, Panel } from '../frame/panel.js';
import { useNow } from '../words/now.js';
import { useLanguage } from '../words/language.js';
import { type NumberState, stateOf, troubleOf } from './number-state.js';

const LOOKS: Record<NumberState, { tone: Tone; icon: IconName }> = {
  connected: { tone: 'good', icon: 'check' },
  expiring: { tone: 'warn', icon: 'clock' },
  resting: { tone: 'bad', icon: 'stop' },
  paused: { tone: 'quiet', icon: 'pause' },
  token: { tone: 'bad', icon: 'key' },
};

/** Our numbers and how they are. */
export function NumbersPanel(): ReactNode {
  const { numbers: words } = useLanguage().texts;
  const numbers = useNumbers();
  const { data: faults = [] } = useFaults();
  const accounts = [...new Set((numbers.data ?? []).map(({ accountId }) => accountId))].slice(0, 10);
  const { data: tokens = [] } = useTokens(accounts, useMay('tokens:manage'));
  return (
    <Panel title={words.title} testId="numbers">
      <Loaded query={numbers} height={132}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={words.empty} hint={words.emptyHint} />
          ) : (
            <ul className="numbers">
              {list.map((number) => {
                const token = tokens.find(({ accountId }) => accountId === number.accountId);
                const state = stateOf(number, faults, token);
                const trouble = state === 'resting' ? troubleOf(number, faults) : undefined;
                return <NumberCard key={number.id} {...{ number, state, token, trouble }} />;
              })}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

interface CardProps {
  number: OwnNumber;
  state: NumberState;
  token: TokenStatus | undefined;
  trouble: Fault | undefined;
}

function NumberCard({ number, state, token, trouble }: CardProps): ReactNode {
  const { texts, language, formats } = useLanguage();
  const { numbers: words } = texts;
  const { tone, icon } = LOOKS[state];
  const { id, label, phone, heldBy, heldUntil } = number;
  const hold = state === 'resting' ? ((language === 'en' ? heldBy?.en : null) ?? heldBy?.fr) : undefined;
  const said = (language === 'en' ? trouble?.en : null) ?? trouble;
  const days = token?.daysLeft ?? null;
  return (
    <li className="number" data-state={state} data-testid="number">
      <div className="number-head">
        <div className="number-name">
          <Text fw={600} className="cut" title={label}>
            {label === id ? (phone ?? id) : label}
          </Text>
          <Text size="xs" c="dimmed" className="cut">
            {label !== id ? (phone ?? id) : phone !== null && id}
          </Text>
        </div>
        <Tag tone={tone}>
          <Icon name={icon} size={13} />
          {words.states[state]}
        </Tag>
      </div>
      <Text size="xs" c="dimmed">
        {said?.title ?? hold?.meaning ?? words.reasons[state]} {said?.advice ?? hold?.advice}
        {hold !== undefined && heldUntil !== null && ` ${words.nextTry(formats.moment(heldUntil))}.`}
        {days !== null && ` ${words.tokenDays(days)}.`}
      </Text>
      <NumberFacts number={number} />
    </li>
  );
}

function NumberFacts({ number }: { number: OwnNumber }): ReactNode {
  const { texts, formats } = useLanguage();
  const { numbers: words } = texts;
  const now = useNow();
  const when = (at: string | null): string => (at === null ? words.never : formats.ago(at, now));
  const facts: [label: string, value: string, isBad?: boolean][] = [
    [words.lastIn, when(number.lastInAt)],
    [words.lastOut, when(number.lastOutAt)],
    [words.queued, formats.count(number.queued)],
    [words.failed, formats.count(number.failedLastDay), number.failedLastDay > 0],
  ];
  return (
    <dl className="facts">
      {facts.map(([label, value, isBad]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd data-bad={isBad}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
