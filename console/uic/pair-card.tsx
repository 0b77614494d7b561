import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay, useSession } from '../api/session.js';
import type { Session } from '../api/shapes.js';
import { DeedButton } from '../frame/deed-button.js';
import { Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { type Tone, Tag } from '../frame/tag.js';
import type { Texts } from '../words/french.js';
import { useLanguage } from '../words/language.js';
import { CODE_TONES } from './code-tones.js';
import { useVerdict, type Verdict } from './queries.js';
import type { Pair, PairSide, PairState } from './shapes.js';

const HIDDEN = '•';
const TONES = { OPEN: 'warn', SAME: 'good', DIFFERENT: 'info' } as const satisfies Record<PairState, Tone>;

/** Two codes, and whether they are one person's. */
export function PairCard({ pair }: { pair: Pair }): ReactNode {
  const { texts } = useLanguage();
  const { pairs: words, figuresOf } = texts;
  const { kind, state, differs, kept, other } = pair;
  return (
    <Paper
      component="article"
      withBorder
      className="pair"
      aria-label={words.codesOf(seenIn(kept.mask), seenIn(other.mask))}
      data-testid="pair"
    >
      <div className="pane-head">
        <h2>{words.kinds[kind]}</h2>
        <Tag tone={TONES[state]}>{words.states[state]}</Tag>
      </div>
      {differs !== null && <Text size="sm">{words.differs(figuresOf.questions[differs] ?? differs)}</Text>}
      <div className="sides">
        <Side title={words.first} side={kept} />
        <Side title={words.second} side={other} />
      </div>
      <Decided pair={pair} />
      <Verdicts pair={pair} />
    </Paper>
  );
}

function Side({ title, side }: { title: string; side: PairSide }): ReactNode {
  const { texts, formats } = useLanguage();
  const { pairs: words, uic } = texts;
  const { mask, state, createdAt, lastRequestedAt, requestCount, phones, registered } = side;
  const { yes, no, off } = uic.registeredStates;
  return (
    <div className="side">
      <h3>{title}</h3>
      <span>
        <span className="mono mask" aria-hidden="true">
          {mask}
        </span>
        <span className="unseen">{words.masked(seenIn(mask))}</span>
      </span>
      <span>
        <Tag tone={CODE_TONES[state]}>{uic.states[state]}</Tag>
      </span>
      <Facts
        facts={[
          { label: uic.created, value: formats.moment(createdAt) },
          { label: uic.lastRequested, value: formats.moment(lastRequestedAt) },
          { label: uic.requests, value: uic.times(requestCount, formats.count(requestCount)) },
          { label: words.phones, value: formats.count(phones) },
          { label: uic.registered, value: registered === null ? off : registered ? yes : no },
        ]}
      />
    </div>
  );
}

/** The characters that may be seen, for those who hear them. */
function seenIn(mask: string): string {
  return mask.replaceAll(HIDDEN, ' ').trim().split(/\s+/).join(', ');
}

/** Who said so: nobody's name is told, but that it was oneself. */
function whoOf(decidedBy: string, { kind, id }: Session, who: Texts['pairs']['who']): string {
  if (decidedBy === 'person' || decidedBy === 'phone') return who[decidedBy];
  if (decidedBy === `${kind}:${id}`) return who.me;
  return decidedBy.startsWith('user:') ? who.user : who.key;
}

function Decided({ pair: { decidedBy, decidedAt } }: { pair: Pair }): ReactNode {
  const { texts, formats } = useLanguage();
  const session = useSession();
  if (decidedBy === null || decidedAt === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {texts.pairs.decided(whoOf(decidedBy, session, texts.pairs.who), formats.moment(decidedAt))}
    </Text>
  );
}

function Verdicts({ pair: { id, state, kept, other } }: { pair: Pair }): ReactNode {
  const { pairs: words } = useLanguage().texts;
  const { mutate, isPending, variables, error } = useVerdict(id);
  if (!useMay('uic:review')) return null;
  const asks = { same: words.sameAsk, different: words.differentAsk, reopen: words.reopenAsk };
  const possible: Verdict[] = state === 'OPEN' ? ['same', 'different'] : ['reopen'];
  return (
    <div className="deeds">
      {possible.map((verdict) => (
        <DeedButton
          key={verdict}
          label={words[verdict]}
          question={asks[verdict]}
          about={words.codesOf(seenIn(kept.mask), seenIn(other.mask))}
          isPending={isPending && variables === verdict}
          act={() => mutate(verdict)}
        />
      ))}
      <Failure error={error} />
    </div>
  );
}
