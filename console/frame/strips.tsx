import { Alert, List } from '@mantine/core';
import type { ReactNode } from 'react';
import { useHealth } from '../api/queries.js';
import { useSilence } from '../api/reach.js';
import { useLanguage } from '../words/language.js';
import { Icon } from './icons.js';

/** What everybody has to know, whichever page they are on: the server is silent, or not well. */
export function Strips(): ReactNode {
  const { texts, formats } = useLanguage();
  const silence = useSilence();
  const { data } = useHealth();
  const failing = data?.state === 'failing' ? data.failing : [];
  return (
    <div role="status" className="strips" data-testid="strips">
      {silence !== null && (
        <Alert color="yellow" radius={0} icon={<Icon name="cloudOff" />} data-testid="offline">
          {texts.silence(formats.time(silence.lastHeardAt))}
        </Alert>
      )}
      {silence === null && failing.length > 0 && (
        <Alert color="red" radius={0} icon={<Icon name="warning" />} title={texts.health.title}>
          <List size="sm">
            {failing.map((name) => (
              <List.Item key={name}>{texts.health.parts[name] ?? texts.health.other(name)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  );
}
