import { keptError, type KeptError } from './error-words.js';
import type { OutboxRow, OutboxState } from './outbox.entity.js';
import type { DeliveryState, StatusUpdate } from '../whatsapp-updates.contract.js';

const RANK: Record<OutboxState, number> = {
  SCHEDULED: 0,
  QUEUED: 0,
  SENDING: 0,
  UNKNOWN: 0,
  SENT: 1,
  FAILED: 1,
  CANCELLED: 1,
  DELIVERED: 2,
  READ: 3,
  PLAYED: 4,
};

const STATE: Record<DeliveryState, OutboxState> = {
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'READ',
  played: 'PLAYED',
  failed: 'FAILED',
};

/** What a report changes of a message; the times that it does not know stay. */
export type Progress = Pick<
  OutboxRow,
  | 'state'
  | 'sentAt'
  | 'deliveredAt'
  | 'readAt'
  | 'playedAt'
  | 'failedAt'
  | 'pricing'
  | 'isBillable'
  | keyof KeptError
>;

/**
 * A message after a report: states only go forward, in whatever order reports arrive. A failure ends everything except a delivery
 * (which proves it wrong), and never undoes one. `null` when the report tells nothing new.
 */
export function progress(
  row: Progress,
  report: Pick<StatusUpdate, 'state' | 'at' | 'pricingCategory' | 'billable' | 'error'>,
): Progress | null {
  const state = STATE[report.state];
  const isAhead = RANK[state] > RANK[row.state] || (state === 'FAILED' && row.state === 'SENT');
  const next: Progress = {
    state: isAhead ? state : row.state,
    sentAt: row.sentAt ?? (report.state === 'failed' ? null : report.at),
    deliveredAt: row.deliveredAt ?? (reached(report.state, 'delivered') ? report.at : null),
    readAt: row.readAt ?? (reached(report.state, 'read') ? report.at : null),
    playedAt: row.playedAt ?? (report.state === 'played' ? report.at : null),
    failedAt: isAhead && state === 'FAILED' ? report.at : isAhead ? null : row.failedAt,
    pricing: report.pricingCategory ?? row.pricing,
    isBillable: report.billable ?? row.isBillable,
    ...errorOf(row, report, isAhead),
  };
  return (Object.keys(next) as (keyof Progress)[]).some((name) => next[name] !== row[name]) ? next : null;
}

const ORDER: readonly DeliveryState[] = ['sent', 'delivered', 'read', 'played'];

function reached(state: DeliveryState, at: DeliveryState): boolean {
  return ORDER.indexOf(state) >= ORDER.indexOf(at);
}

function errorOf(row: Progress, report: Pick<StatusUpdate, 'state' | 'error'>, isAhead: boolean): KeptError {
  if (isAhead) return keptError(report.error);
  const { errorCode, errorMeaning, errorAdvice, errorMeaningEn, errorAdviceEn } = row;
  return { errorCode, errorMeaning, errorAdvice, errorMeaningEn, errorAdviceEn };
}
