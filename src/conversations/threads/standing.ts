import type { InboundContent, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import type { MessageLine } from '../../whatsapp/whatsapp.contract.js';
import type { HandoverReason } from '../conversations.contract.js';
import type { SessionRow } from '../conversations.entity.js';
import { previewOf, PRIVATE_TYPE, typeOf } from './preview.js';

/** The columns of a conversation that are for the team. */
export const STANDING = [
  'channel',
  'status',
  'assigneeId',
  'unread',
  'lastAt',
  'lastInAt',
  'lastDirection',
  'lastType',
  'lastSealed',
  'labels',
  'handoverAt',
  'handoverReason',
  'silentUntil',
  'humanSince',
  'closedAt',
] as const;

/** What the team sees of a conversation. A change is a new standing; nothing in here acts. */
export interface Standing extends Readonly<Pick<SessionRow, (typeof STANDING)[number]>> {
  /** Words that come in place of the sealed ones when this is saved; absent: those stay. */
  readonly preview?: string | null;
}

/** How a hand-over ends. */
export type Ending = 'closed' | 'timeout' | 'returned';

/** Of a conversation in which nothing happened yet. */
export const BLANK: Standing = {
  channel: null,
  status: 'bot',
  assigneeId: null,
  unread: 0,
  lastAt: null,
  lastInAt: null,
  lastDirection: null,
  lastType: null,
  lastSealed: null,
  labels: null,
  handoverAt: null,
  handoverReason: null,
  silentUntil: null,
  humanSince: null,
  closedAt: null,
};

/** That part of a row. */
export function standingOf(row: SessionRow): Standing {
  return Object.fromEntries(STANDING.map((name) => [name, row[name]])) as unknown as Standing;
}

/** Whether the team looks after the conversation, or is asked to. */
export function isHandedOver({ status }: Standing): boolean {
  return status === 'waiting' || status === 'human';
}

/** Whether the house keeps silent. */
export function isSilent(standing: Standing, now: Date): boolean {
  return isHandedOver(standing) && !isOverdue(standing, now);
}

/** Whether nothing has happened in a hand-over for so long that the house takes over again. */
export function isOverdue(standing: Standing, now: Date): boolean {
  return isHandedOver(standing) && standing.silentUntil !== null && standing.silentUntil <= now;
}

/** The team is no longer looking after it, and the person was not told yet. */
export function isToBeTold(standing: Standing): boolean {
  return standing.handoverAt !== null && !isHandedOver(standing);
}

/** A message of the person. Somebody who waits is not made to wait longer by writing. */
export function received(
  standing: Standing,
  message: { channel: string; at: Date; content: InboundContent; isPrivate: boolean },
  { now, silenceMs }: { now: Date; silenceMs: number },
): Standing {
  const { channel, at, content, isPrivate } = message;
  const lastInAt = standing.lastInAt !== null && standing.lastInAt > at ? standing.lastInAt : at;
  return {
    ...standing,
    channel,
    lastInAt,
    ...last('in', content, isPrivate, now),
    ...(standing.status === 'closed' && { status: 'bot', closedAt: null }),
    ...(isHandedOver(standing) && { unread: standing.unread + 1 }),
    ...(standing.status === 'human' && { silentUntil: after(now, silenceMs) }),
  };
}

/** A message to the person. */
export function said(
  standing: Standing,
  { content, isPrivate }: { content: OutboundContent; isPrivate: boolean },
  now: Date,
): Standing {
  return { ...standing, ...last('out', content, isPrivate, now) };
}

/** A message that went to the person by another way than this conversation. */
export function submitted(standing: Standing, line: MessageLine, isPrivate: boolean): Standing {
  const { at, content, type } = line;
  const isHidden = isPrivate || line.isPrivate;
  return {
    ...standing,
    lastAt: at,
    lastDirection: 'out',
    lastType: isHidden ? PRIVATE_TYPE : type.slice(0, 20),
    preview: isHidden || content === null ? null : previewOf(content),
  };
}

/** The person was told that the house is back. */
export function told(standing: Standing): Standing {
  return { ...standing, handoverAt: null, handoverReason: null };
}

/** A person of the team is asked for. */
export function asked(standing: Standing, reason: HandoverReason, now: Date, silenceMs: number): Standing {
  return {
    ...standing,
    status: 'waiting',
    handoverAt: now,
    handoverReason: reason,
    silentUntil: after(now, silenceMs),
    humanSince: null,
    closedAt: null,
  };
}

/** A person of the team takes over, or goes on; nobody knows who it is that writes on the phone. */
export function taken(standing: Standing, assigneeId: string | null, now: Date, silenceMs: number): Standing {
  const goesOn = standing.status === 'human';
  return {
    ...standing,
    status: 'human',
    assigneeId,
    unread: 0,
    handoverAt: isHandedOver(standing) ? standing.handoverAt : now,
    handoverReason: isHandedOver(standing) ? standing.handoverReason : 'agent',
    silentUntil: after(now, silenceMs),
    humanSince: goesOn ? standing.humanSince : now,
    closedAt: null,
  };
}

/** The team no longer looks after it. */
export function over(standing: Standing, how: Ending, now: Date): Standing {
  return {
    ...standing,
    status: how === 'closed' ? 'closed' : 'bot',
    assigneeId: null,
    unread: 0,
    silentUntil: null,
    humanSince: null,
    closedAt: how === 'closed' ? now : null,
  };
}

/** Nothing of what anybody said or wrote about the person stays. */
export function bared({ channel, lastAt }: Standing): Standing {
  return { ...BLANK, channel, lastAt };
}

function last(
  direction: 'in' | 'out',
  content: InboundContent | OutboundContent,
  isPrivate: boolean,
  now: Date,
): Pick<Standing, 'lastAt' | 'lastDirection' | 'lastType' | 'preview'> {
  return {
    lastAt: now,
    lastDirection: direction,
    lastType: isPrivate ? PRIVATE_TYPE : typeOf(content),
    preview: isPrivate ? null : previewOf(content),
  };
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

/** Two conversations turned out to be one: the newer goes on, and nobody who waits for a person of the team is lost. */
export function joined(newer: Standing, older: Standing): Standing {
  const labels = [...new Set([...labelsOf(newer), ...labelsOf(older)])].slice(0, MOST_LABELS);
  const lookedAfter = !isHandedOver(newer) && isHandedOver(older) ? older : newer;
  const { status, assigneeId, handoverAt, handoverReason, silentUntil, humanSince } = lookedAfter;
  return {
    ...newer,
    status,
    assigneeId,
    handoverAt,
    handoverReason,
    silentUntil,
    humanSince,
    unread: newer.unread + older.unread,
    labels: labels.length === 0 ? null : JSON.stringify(labels),
  };
}

/** The most labels that a conversation can have. */
export const MOST_LABELS = 10;

/** The labels of a conversation. */
export function labelsOf({ labels }: Pick<Standing, 'labels'>): string[] {
  return labels === null ? [] : (JSON.parse(labels) as string[]);
}
