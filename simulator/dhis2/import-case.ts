import type { Clients } from './clients.js';
import type { Payload } from './payload.js';
import type { Switches } from './switches.js';

export const STRATEGIES = ['CREATE_AND_UPDATE', 'CREATE', 'UPDATE', 'DELETE'] as const;

/** All that the judgement of an import needs. */
export interface ImportCase {
  switches: Switches;
  clients: Clients;
  payload: Payload;
  strategy: (typeof STRATEGIES)[number];
  unitScheme: 'UID' | 'CODE';
  user: string;
  /** By the register's clock. */
  now: number;
}

/** A date, or a moment; without a zone it is the register's own, which is UTC. */
export function momentOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const at = Date.parse(text.length === 10 || hasZone ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}
