import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';

interface SharesProps {
  title: string;
  shares: readonly { label: string; count: number }[];
  most?: number;
}

/** How a whole is made up, the largest part first. */
export function Shares({ title, shares, most = Infinity }: SharesProps): ReactNode {
  const { texts, formats } = useLanguage();
  const { figuresOf: words } = texts;
  const whole = shares.reduce((sum, { count }) => sum + count, 0);
  const rest = shares.length - most;
  return (
    <Panel title={title}>
      {whole === 0 ? (
        <Text size="sm" c="dimmed">
          {words.nothing}
        </Text>
      ) : (
        <ul>
          {shares.slice(0, most).map(({ label, count }) => (
            <li key={label} className="share">
              <span className="cut" title={label}>
                {label}
              </span>
              <span className="bar" aria-hidden="true">
                <span style={{ width: `${(100 * count) / whole}%` }} />
              </span>
              <span className="share-count">
                {formats.count(count)} · {formats.percent(count / whole)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && (
        <Text size="xs" c="dimmed">
          {words.moreTowns(rest)}
        </Text>
      )}
    </Panel>
  );
}
