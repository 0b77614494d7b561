/** What one check found: `ok`, `warning` (it works, but), `fault` (it does not). */
export interface Finding {
  /** Stable word. */
  check: string;
  state: 'ok' | 'warning' | 'fault';
  /** What was found, in French. */
  says: string;
  /** What to do about it, in French. */
  advice?: string;
}

export interface Diagnosis {
  accountId: string | null;
  /** No fault. */
  healthy: boolean;
  findings: Finding[];
}

const MARKS = { ok: '✓', warning: '!', fault: '✗' } as const;

export function ok(check: string, says: string): Finding {
  return { check, state: 'ok', says };
}

export function warning(check: string, says: string, advice: string): Finding {
  return { check, state: 'warning', says, advice };
}

export function fault(check: string, says: string, advice: string): Finding {
  return { check, state: 'fault', says, advice };
}

export function diagnosisOf(accountId: string | null, findings: Finding[]): Diagnosis {
  return { accountId, healthy: findings.every(({ state }) => state !== 'fault'), findings };
}

/** A diagnosis on a terminal. */
export function shown({ accountId, findings, healthy }: Diagnosis): string {
  const title = accountId === null ? 'Diagnostic' : `Diagnostic du compte ${accountId}`;
  const lines = findings.map(({ state, says, advice }) =>
    [`  ${MARKS[state]} ${says}`, ...(advice ? [`      → ${advice}`] : [])].join('\n'),
  );
  return [title, '', ...lines, '', verdictOf(findings, healthy)].join('\n');
}

function verdictOf(findings: readonly Finding[], healthy: boolean): string {
  const faults = findings.filter(({ state }) => state === 'fault').length;
  if (!healthy)
    return faults === 1
      ? 'Un point empêche WhatsApp de fonctionner.'
      : `${faults} points empêchent WhatsApp de fonctionner.`;
  const warned = findings.some(({ state }) => state === 'warning');
  return warned ? 'WhatsApp fonctionne ; les points marqués « ! » méritent un regard.' : 'Tout va bien.';
}
