import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../frame/panel.js';
import { type Tone, Tag } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import type { Check, Verdict } from './shapes.js';

type Sign = Check['findings'][number]['state'];

const SIGNS: Record<Sign, string> = { ok: '✓', warning: '!', failed: '✗', untried: '–' };
const TONES: Record<Verdict, Tone> = { ok: 'good', warning: 'warn', failed: 'bad' };

/** What the check found, in the order in which it looked. */
export function Findings({ check: { state, findings } }: { check: Check }): ReactNode {
  const { dhis2: words } = useLanguage().texts;
  return (
    <Panel
      title={words.checkTitle}
      aside={<Tag tone={TONES[state]}>{words.found[state]}</Tag>}
      testId="findings"
    >
      <ul className="findings">
        {findings.map((finding) => (
          <li key={finding.title} className="finding" data-state={finding.state}>
            <span className="finding-sign" aria-hidden="true">
              {SIGNS[finding.state]}
            </span>
            <div>
              <span className="unseen">{words.signs[finding.state]} : </span>
              {finding.title}
              {finding.advice !== undefined && (
                <Text size="sm" c="dimmed">
                  {finding.advice}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt="sm">
        {words.checkHint}
      </Text>
    </Panel>
  );
}
