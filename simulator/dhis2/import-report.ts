import { since, type Version } from './dialect.js';
import type { Answer } from './refusal.js';

export type TrackerType = 'TRACKED_ENTITY' | 'ENROLLMENT';

/** Something in an import that is not right. */
export interface Fault {
  errorCode: string;
  message: string;
  args: readonly string[];
}

/** What became of one object. */
export interface Outcome {
  trackerType: TrackerType;
  uid: string;
  faults: readonly Fault[];
  done: 'created' | 'updated' | 'deleted' | 'ignored';
}

/** `E1064` and its words; `{0}` is the first of what follows. */
export function fault(errorCode: string, words: string, ...args: string[]): Fault {
  const message = words.replace(/\{(\d)\}/g, (_, at: string) => `\`${args[Number(at)] ?? ''}\``);
  return { errorCode, message, args };
}

/** The report of an import that was refused as a whole: a conflict, and nothing was done. */
export function refusedReport(outcomes: readonly Outcome[], version: Version): Answer {
  const total = outcomes.length;
  const stats = { created: 0, updated: 0, deleted: 0, ignored: total, total };
  return { status: 409, body: { status: 'ERROR', validationReport: validation(outcomes, version), stats } };
}

/** The report of an import that was done, or could be. */
export function doneReport(outcomes: readonly Outcome[], version: Version, isDryRun: boolean): Answer {
  const counted = isDryRun ? [] : outcomes;
  const types = (['TRACKED_ENTITY', 'ENROLLMENT'] as const).map((type) => {
    const mine = counted.filter(({ trackerType }) => trackerType === type);
    const objectReports = mine
      .filter(({ done }) => done !== 'ignored')
      .map(({ trackerType, uid }) => ({ trackerType, uid, errorReports: [] }));
    return [type, { trackerType: type, stats: statsOf(mine), objectReports }] as const;
  });
  const body = {
    status: 'OK',
    validationReport: validation(outcomes, version),
    stats: statsOf(counted),
    bundleReport: { typeReportMap: Object.fromEntries(types) },
  };
  return { status: 200, body };
}

function statsOf(outcomes: readonly Outcome[]): object {
  const count = (what: Outcome['done']): number => outcomes.filter(({ done }) => done === what).length;
  return {
    created: count('created'),
    updated: count('updated'),
    deleted: count('deleted'),
    ignored: count('ignored'),
    total: outcomes.length,
  };
}

/** DHIS2 keeps faults in no order: here the cause never stands first, so that nobody believes the first one alone. */
function validation(outcomes: readonly Outcome[], version: Version): object {
  const errorReports = outcomes
    .flatMap(({ trackerType, uid, faults }) =>
      faults.map(({ errorCode, message, args }) => ({
        message,
        errorCode,
        trackerType,
        uid,
        ...(since(version, '2.41') && { args }),
      })),
    )
    .toSorted((one, other) => other.errorCode.localeCompare(one.errorCode));
  return { errorReports, warningReports: [] };
}
