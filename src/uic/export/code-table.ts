import type { Registered } from '../uic.port.js';
import type { Calendar } from '../statistics/calendar.service.js';
import type { ExportedCode } from './export.repository.js';
import type { Cell } from './format.js';

/** Times in the table are those of this zone. */
export function headingsOf(zone: string): string[] {
  return [
    'Code',
    'État',
    'Formule',
    `Donné le (${zone})`,
    `Dernière demande (${zone})`,
    'Nombre de demandes',
    'Registre national',
    'Code du registre',
    'Remplacé par',
    'Identifiant',
  ];
}

const STATES: Readonly<Record<ExportedCode['state'], string>> = {
  ACTIVE: 'actif',
  NEEDS_REVIEW: 'doublon possible, à vérifier',
  SUPERSEDED: 'corrigé par la personne',
  LINKED: 'rattaché à un autre code',
};

const STANDINGS: Readonly<Record<Registered, string>> = {
  done: 'inscrit',
  waiting: 'en attente',
  task: 'à traiter',
};

/** A code as a row of the table; of a code without a standing the register knows nothing, or there is none. */
export function rowOf(
  code: ExportedCode,
  standing: Registered | undefined,
  calendar: Pick<Calendar, 'wallOf'>,
): Cell[] {
  return [
    code.code,
    code.pendingUntil === null ? STATES[code.state] : 'en attente du code du registre',
    code.scheme,
    calendar.wallOf(code.createdAt),
    calendar.wallOf(code.lastRequestedAt),
    code.requestCount,
    standing === undefined ? null : STANDINGS[standing],
    code.remoteCode,
    code.successorId,
    code.id,
  ];
}
