import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Tag } from '../frame/tag.js';
import { BackLink } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { CODE_TONES } from './code-tones.js';
import { Holders } from './holders.js';
import { Remind } from './remind.js';
import type { Code } from './shapes.js';

/** One code: its state, its days, and sending it again to whoever asked for it. */
export function CodePane({ code }: { code: Code }): ReactNode {
  const { texts, formats } = useLanguage();
  const { uic: words, work } = texts;
  const mayRemind = useMay('uic:remind');
  const isCurrent = code.state === 'ACTIVE' || code.state === 'NEEDS_REVIEW';
  return (
    <section className="pane" aria-labelledby="pane-title" data-testid="code-pane">
      <BackLink href="/uic" label={work.back} />
      <div className="pane-head">
        <h2 id="pane-title" className="mono">
          {code.code}
        </h2>
        <Tag tone={CODE_TONES[code.state]}>{words.states[code.state]}</Tag>
        <Text size="sm" c="dimmed" flex="1 0 100%">
          {words.about[code.state]}{' '}
          {code.state === 'NEEDS_REVIEW' && (
            <Link href="/duplicates" className="link-button">
              {words.seeDuplicates}
            </Link>
          )}
        </Text>
      </div>
      {code.pendingUntil !== undefined && (
        <div className="note-box" data-tone="warn">
          {words.pending(formats.moment(code.pendingUntil))}
        </div>
      )}
      <Facts facts={useFacts(code)} />
      {mayRemind && isCurrent && code.pendingUntil === undefined && (
        <>
          <Remind key={code.id} codeId={code.id} />
          <Holders key={code.id} codeId={code.id} />
        </>
      )}
    </section>
  );
}

function useFacts(code: Code): Fact[] {
  const { texts, formats } = useLanguage();
  const { uic: words } = texts;
  const { yes, no, off } = words.registeredStates;
  const { localCode, remoteCode, registered, requestCount } = code;
  return [
    { label: words.created, value: formats.moment(code.createdAt) },
    { label: words.lastRequested, value: formats.moment(code.lastRequestedAt) },
    { label: words.requests, value: words.times(requestCount, formats.count(requestCount)) },
    { label: words.registered, value: registered === undefined ? off : registered ? yes : no },
    ...(localCode === undefined ? [] : [{ label: words.local, value: mono(localCode) }]),
    ...(remoteCode === undefined ? [] : [{ label: words.remote, value: mono(remoteCode) }]),
    { label: words.scheme, value: code.scheme },
    { label: words.rules, value: code.rules },
  ];
}

function mono(text: string): ReactNode {
  return <span className="mono">{text}</span>;
}
