import type { Created, FailureOutcome, Registration } from '../dhis2.port.js';

/** The call that is being made, or with which an attempt ended. */
export type Step = 'confirm' | 'validate' | 'search' | 'generate' | 'create' | 'flag' | 'merge';

/**
 * How far a registration came at last. `superseded`, `joined`, `linked`: it needs no client of its own; `erased`: the person is gone
 * from here; `parted`: what was merged belongs to two; `gone`: the client was deleted there; `closed`: a person did what there was to
 * do.
 */
export type RegistrationOutcome =
  | Created['outcome']
  | FailureOutcome
  | 'interrupted'
  | 'superseded'
  | 'joined'
  | 'linked'
  | 'erased'
  | 'parted'
  | 'gone'
  | 'closed';

/** To be told about the client of another code: as long as not both are in the register it waits. In the past tense: it was told. */
export type Link = 'flag' | 'merge' | 'flagged' | 'merged';

/** What a person has to do, of a registration in `NEEDS_REVIEW`. */
export const TASKS = ['duplicate', 'delete-client', 'separate', 'lost-client'] as const;
export type Task = (typeof TASKS)[number];

/** Personal data: sealed at rest, never logged. */
export interface Payload {
  /** The characters to register. */
  code: string;
  answers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  issuedAt: string;
  possibleDuplicate: boolean;
  /** The register was asked for its own code, and another one than ours is noted. */
  generated?: true;
}

/** A registration in the hands of whoever delivers it. */
export interface Work {
  id: string;
  codeId: string;
  /** The fence: a write under another one finds no row. */
  version: number;
  /** Where it goes when it is given back untouched. */
  before: { state: 'QUEUED' | 'RETRY'; nextAttemptAt: Date };
  codeKey: string | null;
  references: Readonly<Record<string, string>>;
  payload: Payload | null;
  clientId: string | null;
  known: readonly string[];
  unsure: boolean;
  attempts: number;
  tries: number;
  queuedAt: Date;
  outcome: RegistrationOutcome | null;
  awaited: boolean;
  link: Link | null;
  linkedCodeId: string | null;
}

/** The task that this outcome is to whoever looks after the programme. */
export function taskOf(outcome: RegistrationOutcome | null): Task {
  if (outcome === 'erased') return 'delete-client';
  if (outcome === 'parted') return 'separate';
  return outcome === 'used-by-another' ? 'duplicate' : 'lost-client';
}

/** As a gateway takes it. */
export function asked(work: Work, payload: Payload): Registration {
  return {
    reference: work.id,
    references: work.references,
    code: payload.code,
    answers: payload.answers,
    issuedAt: new Date(payload.issuedAt),
    possibleDuplicate: payload.possibleDuplicate || work.known.length > 0,
  };
}

const CODE = /^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,38}[A-Za-z0-9])?$/;

/** Whether the register's word can be a code at all. */
export function looksLikeCode(text: string): boolean {
  return CODE.test(text);
}
