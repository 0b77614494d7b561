import { newId } from '../../platform/database/id.js';
import { hostId } from '../../platform/jobs/host.js';
import type { SyncStatistics } from '../template-sync.contract.js';
import type { RunCause, RunKind, RunPhase, RunRow, RunState } from './run.entity.js';
import type { RunChange } from './run.repository.js';
import type { Remark, Tally } from './tally.js';

/** One account's part of what was asked for. */
export interface Part {
  accountId: string;
  kind: RunKind;
  cause: RunCause;
  actor: string;
  dryRun: boolean;
  at: Date;
}

/** A new run; the first of an invocation gives it its id. */
export function newRun({ at, ...part }: Part, invocationId?: string): RunRow {
  const id = newId();
  return {
    ...part,
    id,
    invocationId: invocationId ?? id,
    slot: part.dryRun ? id : part.accountId,
    state: 'RUNNING',
    phase: 'reading',
    startedAt: at,
    finishedAt: null,
    host: hostId(),
    pid: process.pid,
    beats: 0,
    beatAt: at,
    known: 0,
    pages: 0,
    total: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
    disabled: 0,
    linked: 0,
    apiCalls: 0,
    durationMs: 0,
    usage: null,
    sourceClock: null,
    errorCode: null,
    error: null,
    details: null,
  };
}

/** How far a run is, for its row. */
export function progressOf({ known, pages, total, apiCalls, usage }: Tally, phase: RunPhase): RunChange {
  return { phase, known, pages, total, apiCalls, usage };
}

/** What a run did, for its row. */
export function resultOf(tally: Tally, durationMs: number): RunChange {
  const { added, updated, unchanged, failed, disabled, linked, failures, notes } = tally;
  const hasRemarks = failures.length + notes.length > 0;
  return {
    ...progressOf(tally, 'over'),
    added,
    updated,
    unchanged,
    failed,
    disabled,
    linked,
    durationMs: Math.round(durationMs),
    details: hasRemarks ? JSON.stringify({ failures, notes }) : null,
  };
}

/** An invocation as it is told: of several accounts the sums. */
export interface RunReport extends SyncStatistics {
  state: RunState;
  phase: RunPhase;
  kind: RunKind;
  cause: RunCause;
  actor: string;
  dryRun: boolean;
  accounts: string[];
  startedAt: Date;
  finishedAt: Date | null;
  known: number;
  notes: Remark[];
  errors: { accountId: string; code: string; message: string }[];
}

const SUMS = [
  'total',
  'added',
  'updated',
  'unchanged',
  'failed',
  'disabled',
  'linked',
  'apiCalls',
  'durationMs',
  'known',
] as const satisfies readonly (keyof RunRow)[];

/** What the runs of one invocation, at least one, did together. */
export function reportOf(rows: readonly [RunRow, ...RunRow[]]): RunReport {
  const [first] = rows;
  const remarks = rows.map((row) => remarksOf(row.details));
  const sums = Object.fromEntries(
    SUMS.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]),
  ) as Record<(typeof SUMS)[number], number>;
  const { kind, cause, actor, dryRun, startedAt } = first;
  const unfinished = rows.find(({ state }) => state === 'RUNNING');
  const failed = rows.find(({ state }) => state !== 'DONE');
  return {
    runId: rows.length > 1 ? first.invocationId : first.id,
    ...sums,
    failures: remarks.flatMap(({ failures }) => failures),
    state: (unfinished ?? failed ?? first).state,
    phase: (unfinished ?? rows.at(-1) ?? first).phase,
    kind,
    cause,
    actor,
    dryRun,
    accounts: rows.map(({ accountId }) => accountId),
    startedAt,
    finishedAt: unfinished === undefined ? (rows.at(-1) ?? first).finishedAt : null,
    notes: remarks.flatMap(({ notes }) => notes),
    errors: rows.flatMap(({ accountId, errorCode, error }) =>
      errorCode === null ? [] : [{ accountId, code: errorCode, message: error ?? '' }],
    ),
  };
}

/** The contract's part of a report. */
export function statisticsOf(report: RunReport): SyncStatistics {
  const { runId, total, added, updated, unchanged, failed, disabled, linked } = report;
  const { apiCalls, durationMs, failures } = report;
  return {
    runId,
    total,
    added,
    updated,
    unchanged,
    failed,
    disabled,
    linked,
    apiCalls,
    durationMs,
    failures,
  };
}

function remarksOf(details: string | null): { failures: Remark[]; notes: Remark[] } {
  if (details === null) return { failures: [], notes: [] };
  return JSON.parse(details) as { failures: Remark[]; notes: Remark[] };
}
