import { hash } from 'node:crypto';
import { newId } from '../../platform/database/id.js';
import type { Vault } from '../../platform/vault/vault.js';
import type { InboxRow } from './inbox.entity.js';
import type { Person, Update } from '../whatsapp.contract.js';

/** Into how many parts the lines of persons are cut for sharing the work between instances. */
export const INBOX_SHARDS = 32;

/** What makes an update the same update: the provider's id, and for a report its state as well. Hashed, because ids may contain numbers. */
export function dedupeKey(update: Update, raw: string): string {
  const identity =
    update.kind === 'message'
      ? `m|${update.channel}|${update.providerId}`
      : update.kind === 'status'
        ? `s|${update.channel}|${update.providerId}|${update.state}`
        : `o|${update.channel}|${raw}`;
  return hash('sha256', identity, 'base64url');
}

/** Hash under which the reports about one of our messages find it. */
export function providerKey(channel: string, providerId: string): string {
  return hash('sha256', `${channel}|${providerId}`, 'base64url');
}

/** The line of a person: phone number first, the provider's id where there is none. */
export function laneOf(person: Person, vault: Vault): string {
  return person.waId === undefined
    ? vault.blindIndex('user', person.userId ?? '')
    : vault.blindIndex('phone', person.waId);
}

/** The row of an update, sealed and ready to be written. */
export function toInboxRow(
  update: Update,
  now: Date,
  isOurs: (number: string) => boolean,
  vault: Vault,
): InboxRow {
  // A moment as a number: writing dates out is most of what this would cost.
  const raw = JSON.stringify('at' in update ? { ...update, at: update.at.getTime() } : update);
  const lane = update.kind === 'message' ? laneOf(update.from, vault) : '-';
  const waits = update.kind === 'status' || (update.kind === 'message' && isOurs(update.number));
  return {
    id: newId(),
    dedupeKey: dedupeKey(update, raw),
    kind: update.kind,
    channel: update.channel,
    numberId: update.number,
    lane,
    shard: shardOf(lane),
    state: waits ? 'NEW' : 'KEPT',
    topic: topicOf(update),
    body: vault.seal(raw),
    receivedAt: now,
    attempts: 0,
    dueAt: now,
    doneAt: null,
    contactId: null,
    error: null,
  };
}

function topicOf(update: Update): string {
  if (update.kind === 'status') return update.state;
  if (update.kind === 'other') return update.topic.slice(0, 60);
  return update.content.kind === 'other' ? update.content.type.slice(0, 60) : update.content.kind;
}

/** A line always falls into the same part. */
export function shardOf(lane: string): number {
  let sum = 0;
  for (let i = 0; i < lane.length; i += 1) sum = (sum * 31 + lane.charCodeAt(i)) >>> 0;
  return sum % INBOX_SHARDS;
}
