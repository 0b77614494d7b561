import type { Calls, RegisterCall } from './calls.js';
import type { Client, Clients } from './clients.js';
import type { Version } from './dialect.js';
import { attributeOf, CODE } from './metadata.js';
import type { Pairs } from './pairs.js';
import type { Switches } from './switches.js';
import type { RegisterFault, Troubles, What } from './troubles.js';
import { unitOf } from './units.js';

/** A client as the people at the desk see it. */
export interface ClientCard {
  id: string;
  code: string | null;
  /** With the names of the attributes, the code left out. */
  attributes: { id: string; name: string; value: string }[];
  orgUnit: string;
  /** Name of the unit. */
  place: string;
  enrollments: string[];
  /** ISO 8601. */
  createdAt: string;
  /** Marked so, or one of a flagged pair. */
  isDuplicate: boolean;
  hidden: boolean;
  deleted: boolean;
}

export interface PairCard {
  original: string;
  duplicate: string;
  status: string;
  /** Of both, in this order. */
  codes: [string | null, string | null];
}

/** What the register has received and how it is set. */
export interface RegisterView {
  version: Version;
  uniqueCode: boolean;
  clockSeconds: number;
  latencyMs: number;
  faults: readonly RegisterFault[];
  counts: {
    clients: number;
    duplicates: number;
    calls: number;
    byWhat: Partial<Record<What, number>>;
    byStatus: Record<string, number>;
  };
  /** Newest first. */
  clients: ClientCard[];
  pairs: PairCard[];
  calls: RegisterCall[];
}

/** What is told of the register. */
export interface RegisterNews {
  kind: 'dhis2';
  dhis2: RegisterView;
}

/** The parts of a register that are looked at. */
interface Parts {
  switches: Switches;
  clients: Clients;
  pairs: Pairs;
  calls: Calls;
  troubles: Troubles;
}

const SHOWN = 12;

export function viewOf(register: Parts): RegisterView {
  const { switches, clients, pairs, calls, troubles } = register;
  const { version, uniqueCode, clockSeconds, latencyMs } = switches;
  return {
    version,
    uniqueCode,
    clockSeconds,
    latencyMs,
    faults: troubles.list(),
    counts: { clients: clients.size, duplicates: pairs.size, ...calls.counts() },
    clients: clients.newest(SHOWN).map((client) => cardOf(client, register)),
    pairs: pairCards(register, SHOWN),
    calls: calls.last(SHOWN),
  };
}

/** Newest first. */
export function pairCards({ pairs, clients }: Pick<Parts, 'pairs' | 'clients'>, limit: number): PairCard[] {
  return pairs
    .all()
    .slice(-limit)
    .toReversed()
    .map(({ original, duplicate, status }) => {
      const codeOf = (id: string): string | null => clients.get(id)?.values[CODE] ?? null;
      return { original, duplicate, status, codes: [codeOf(original), codeOf(duplicate)] };
    });
}

export function cardOf(client: Client, { pairs }: Pick<Parts, 'pairs'>): ClientCard {
  const { trackedEntity: id, values, orgUnit, createdAt, potentialDuplicate, hidden, deleted } = client;
  return {
    id,
    code: values[CODE] ?? null,
    attributes: Object.entries(values)
      .filter(([attribute]) => attribute !== CODE)
      .map(([attribute, value]) => ({
        id: attribute,
        name: attributeOf(attribute)?.name ?? attribute,
        value,
      })),
    orgUnit,
    place: unitOf(orgUnit)?.name ?? orgUnit,
    enrollments: client.enrollments.map(({ enrollment }) => enrollment),
    createdAt: new Date(createdAt).toISOString(),
    isDuplicate: potentialDuplicate || pairs.isFlagged(id),
    hidden,
    deleted,
  };
}
