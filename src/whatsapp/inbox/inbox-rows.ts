import { hash } from 'node:crypto';
import { newId } from '../../platform/database/id.js';
import type { Vault } from '../../platform/vault/vault.js';
import type { InboxKind, InboxRow } from './inbox.entity.js';
import type { InboundContent, Person } from '../whatsapp-content.contract.js';
import type { Update } from '../whatsapp-updates.contract.js';

/** Into how many parts the lines of persons are cut for sharing the work between instances. */
export const INBOX_SHARDS = 32;

/** Why an update is only kept, as its row says it. */
export const UNKNOWN_NUMBER = 'unknown-number';

const MARK = { message: 'm', echo: 'e', person: 'p', preference: 'f' } as const;

/**
 * What makes an update the same update: the provider's id, and for a report its state as well. Hashed, because ids may contain numbers.
 * News about a person are little else than a number and a moment, which could be guessed: their hash needs the key.
 */
export function dedupeKey(update: Update, raw: string, vault: Vault): string {
  const { kind, channel } = update;
  if (kind === 'message') return messageKey(channel, update.providerId);
  if (kind === 'status')
    return hash('sha256', `s|${channel}|${update.providerId}|${update.state}`, 'base64url');
  const news = kind === 'other' ? `o|${channel}|${raw}` : `${MARK[kind]}|${channel}|${update.providerId}`;
  return hash('sha256', vault.blindIndex('news', news), 'base64url');
}

/** Hash under which the row of a message of a person is found by the provider's id. */
export function messageKey(channel: string, providerId: string): string {
  return hash('sha256', `${MARK.message}|${channel}|${providerId}`, 'base64url');
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
  const lane = laneIn(update, vault);
  const kind = kindOf(update);
  // A report is told by its message, wherever that was sent from.
  const isStrange = (kind === 'message' || kind === 'notice') && !isOurs(update.number);
  return {
    id: newId(),
    dedupeKey: dedupeKey(update, raw, vault),
    kind,
    channel: update.channel,
    numberId: update.number,
    lane,
    shard: shardOf(lane),
    state: kind === 'other' || kind === 'group' || isStrange ? 'KEPT' : 'NEW',
    topic: topicOf(update),
    body: vault.seal(raw),
    receivedAt: now,
    attempts: 0,
    dueAt: now,
    doneAt: null,
    contactId: null,
    subjectId: null,
    error: isStrange ? UNKNOWN_NUMBER : null,
  };
}

function kindOf(update: Update): InboxKind {
  if (update.kind === 'message') return update.group === undefined ? 'message' : 'group';
  return update.kind === 'status' || update.kind === 'other' ? update.kind : 'notice';
}

function laneIn(update: Update, vault: Vault): string {
  if (update.kind === 'person') return laneOf(update.previous, vault);
  if (update.kind === 'echo') return laneOf(update.to, vault);
  return update.kind === 'message' || update.kind === 'preference' ? laneOf(update.from, vault) : '-';
}

function topicOf(update: Update): string {
  if (update.kind === 'status') return update.state;
  if (update.kind === 'other') return update.topic.slice(0, 60);
  return update.kind === 'message' ? contentTopic(update.content) : update.kind;
}

/** Kind of content, as the API shows it. */
export function contentTopic(content: InboundContent): string {
  if (content.kind === 'media') return content.media;
  return content.kind === 'other' ? content.type.slice(0, 60) : content.kind;
}

/** A line always falls into the same part. */
export function shardOf(lane: string): number {
  let sum = 0;
  for (let i = 0; i < lane.length; i += 1) sum = (sum * 31 + lane.charCodeAt(i)) >>> 0;
  return sum % INBOX_SHARDS;
}
