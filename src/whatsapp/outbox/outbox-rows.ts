import { ERROR_COLUMNS, type KeptError } from './error-words.js';
import type { Progress } from './delivery.js';
import type { OutboxRow } from './outbox.entity.js';

/** What the sender needs to know of a message. */
export type OpenRow = Pick<OutboxRow, (typeof OPEN)[number]>;

export const OPEN = [
  'id',
  'contactId',
  'channel',
  'numberId',
  'state',
  'body',
  'isSensitive',
  'attempts',
  'priority',
  'origin',
  'type',
  'createdAt',
  'dueAt',
  'causeId',
  'flow',
  'providerKey',
  'providerId',
] as const;

export const OPEN_COLUMNS = columns(OPEN);

/** What is told of a message that was reported on. */
export type ReportedRow = Pick<OutboxRow, (typeof REPORTED)[number]>;

const ABOUT = [
  'id',
  'contactId',
  'channel',
  'numberId',
  'type',
  'origin',
  'flow',
  'causeId',
  'providerKey',
  'isSensitive',
  'body',
] as const;
/** What a report may change. */
export const PROGRESS = [
  'state',
  'sentAt',
  'deliveredAt',
  'readAt',
  'playedAt',
  'failedAt',
  'pricing',
  'isBillable',
  ...ERROR_COLUMNS,
] as const satisfies readonly (keyof Progress)[];
export const REPORTED = [...ABOUT, ...PROGRESS] as const;

/** The end of an attempt, as it is written down. */
export type Outcome = Pick<
  OutboxRow,
  | 'id'
  | 'state'
  | 'isOpen'
  | 'type'
  | 'body'
  | 'attempts'
  | 'dueAt'
  | 'sentAt'
  | 'unknownAt'
  | 'failedAt'
  | 'providerKey'
  | 'providerId'
  | keyof KeptError
>;

function columns<K extends keyof OutboxRow>(names: readonly K[]): Record<K, true> {
  return Object.fromEntries(names.map((name) => [name, true])) as Record<K, true>;
}
