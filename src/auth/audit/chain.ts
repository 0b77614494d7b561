import { createHash } from 'node:crypto';

/** A line of the audit as it is kept. */
export interface Line {
  seq: number;
  recordedAt: Date;
  actorKind: string;
  actorId: string;
  action: string;
  subject: string | null;
  detail: string | null;
  outcome: string;
  requestId: string | null;
}

/** What stands before the first line. */
export const GENESIS = '0'.repeat(64);

/** The hash of a line and, through its predecessor's, of all before it. */
export function linkTo(previous: string, line: Line): string {
  const { seq, recordedAt, actorKind, actorId, action, subject, detail, outcome, requestId } = line;
  const parts = [
    previous,
    seq,
    recordedAt.toISOString(),
    actorKind,
    actorId,
    action,
    subject,
    detail,
    outcome,
    requestId,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
