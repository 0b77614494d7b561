import { createHash } from 'node:crypto';
import type { OtherUpdate } from '../../../whatsapp/whatsapp-updates.contract.js';

/** The channel's name, stored with everything that comes through it. */
export const META = 'meta';

/** Stands for our number where an update belongs to none; a column that may be empty would be NULL on Oracle. */
const NO_NUMBER = '-';
const TOPIC_LENGTH = 60;

/** Where and when something of a change came in. */
export interface Arrival {
  number: string;
  receivedAt: Date;
}

/** Something that is kept as it came. */
export function other(number: string | undefined, topic: string, raw: unknown): OtherUpdate {
  return {
    kind: 'other',
    channel: META,
    number: number ?? NO_NUMBER,
    topic: topic.slice(0, TOPIC_LENGTH),
    raw,
  };
}

/** The same news has the same id at each delivery; nobody can read from it who it is about. */
export function newsId(kind: string, parts: readonly unknown[]): string {
  return `${kind}.${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
