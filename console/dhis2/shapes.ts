/** What the API answers about DHIS2, as far as the console reads it. */
export const STATES = ['NEEDS_REVIEW', 'DEAD', 'RETRY', 'QUEUED', 'SENDING', 'DONE'] as const;
export type State = (typeof STATES)[number];

export type Decision = 'same' | 'different' | 'again' | 'done';
export type Task = 'duplicate' | 'delete-client' | 'separate' | 'lost-client';

export interface Registration {
  id: string;
  codeId: string;
  state: State;
  attempts: number;
  nextAttemptAt: string | null;
  outcome: string | null;
  lastError?: { code: string; message: string; advice: string };
  clientId: string | null;
  task?: Task;
  createdAt: string;
  updatedAt: string;
}

export interface Attempt {
  number: number;
  at: string;
  step: string;
  outcome: string;
  cause: string | null;
  status: number | null;
  message: string;
  durationMs: number;
}

export interface RegistrationDetail extends Registration {
  references: Record<string, string>;
  others: string[];
  history: Attempt[];
}

export interface Circuit {
  cause: string;
  advice: string;
  openedAt: string;
  probeAt: string;
  failures: number;
}

export interface Status {
  mode: 'off' | 'custom' | 'tracker';
  can: { sameCode: boolean; merge: boolean; generate: boolean } | null;
  counts: Partial<Record<State, number>>;
  oldestWaiting: string | null;
  circuits: Circuit[];
}

export type Verdict = 'ok' | 'warning' | 'failed';

export interface Check {
  state: Verdict;
  /** `untried`: it was left alone. */
  findings: { state: Verdict | 'untried'; title: string; advice?: string }[];
}

/** What can be decided of a task, in the order in which it is offered. */
export const DECISIONS_OF: Readonly<Record<Task, readonly Decision[]>> = {
  duplicate: ['same', 'different', 'again'],
  'delete-client': ['done'],
  separate: ['done'],
  'lost-client': ['again', 'different', 'done'],
};
