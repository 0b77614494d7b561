import type { Version } from './dialect.js';
import { COUNTRY, PROVINCES, UNIT_A, UNIT_B } from './units.js';

/** What an account may do with a kind of data. */
export type Access = 'write' | 'read' | 'none';

/** How the register is set, until told otherwise. */
export interface Switches {
  version: Version;
  /** Whether two clients may not have the same code (E1064). */
  uniqueCode: boolean;
  searchableCode: boolean;
  /** How far the register's clock is ahead. */
  clockSeconds: number;
  /** Every call takes so long at least. */
  latencyMs: number;
  /** How long an import in the background takes. */
  jobMs: number;
  /** When the token ends, ISO 8601. */
  tokenExpiresAt: string | null;
  authorities: string[];
  /** Units that the account enters data for, with all beneath them. */
  captureUnits: string[];
  searchUnits: string[];
  /** Units to which the program is assigned. */
  programUnits: string[];
  programAccess: Access;
  typeAccess: Access;
  /** Attributes that a person in the program must have. */
  mandatory: string[];
  /** No second enrolment, ever. */
  onlyEnrollOnce: boolean;
  displayIncidentDate: boolean;
}

export function defaultSwitches(version: Version): Switches {
  return {
    version,
    uniqueCode: false,
    searchableCode: true,
    clockSeconds: 0,
    latencyMs: 0,
    jobMs: 50,
    tokenExpiresAt: null,
    authorities: ['M_dhis-web-capture', 'F_TRACKED_ENTITY_INSTANCE_SEARCH'],
    captureUnits: [PROVINCES.KN, PROVINCES.HK],
    searchUnits: [COUNTRY],
    programUnits: [UNIT_A, UNIT_B],
    programAccess: 'write',
    typeAccess: 'write',
    mandatory: ['uicCodeAttr', 'uicGenderAt'],
    onlyEnrollOnce: true,
    displayIncidentDate: true,
  };
}
