import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useMay } from '../api/session.js';
import { Downloads } from '../frame/download.js';
import { useLanguage } from '../words/language.js';
import { PeriodFields } from './period-fields.js';
import { isWhole, usualPeriod } from './period.js';
import type { CodeState } from './shapes.js';

/** All codes of a period as a file, for those who may have them. */
export function CodesExport({ state }: { state: CodeState | null }): ReactNode {
  const { uic: words } = useLanguage().texts;
  const [period, setPeriod] = useState(() => usualPeriod(Date.now()));
  if (!useMay('uic:export')) return null;
  return (
    <details className="note-box" data-testid="codes-export">
      <summary>{words.exportTitle}</summary>
      <Text size="sm">{words.exportHint}</Text>
      <div className="form-line">
        <PeriodFields period={period} change={setPeriod} />
      </div>
      <Downloads
        path="/api/uic/export"
        query={{ ...period, state }}
        about={words.exportTitle}
        disabled={!isWhole(period)}
      />
    </details>
  );
}
