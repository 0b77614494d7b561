import type { InboxRow } from '../inbox/inbox.entity.js';
import type { MessageRow } from './messages.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { MessageEvent, MessageState, MessageView, UpdateView } from './messages.dto.js';

/** What the API shows of a message: its way, never its words. */
export function messageView({ direction, row }: MessageRow, open: (sealed: string) => string): MessageView {
  return direction === 'in' ? receivedView(row) : sentView(row, open);
}

/** What the API shows of an update that nobody could deal with. */
export function updateView(row: InboxRow): UpdateView {
  const { id, kind, topic, numberId, receivedAt, attempts, error } = row;
  return { id, kind, topic, number: numberId, receivedAt: receivedAt.toISOString(), attempts, error };
}

function receivedView(row: InboxRow): MessageView {
  return {
    id: row.id,
    direction: 'in',
    state: 'received',
    type: row.topic,
    providerId: null,
    contactId: row.contactId,
    channel: row.channel,
    number: row.numberId,
    ...(row.error === null
      ? {}
      : {
          error: { code: 'dead', meaning: row.error, advice: 'Corrigez la cause, puis rejouez le message.' },
        }),
    events: [{ state: 'received', at: row.receivedAt.toISOString() }],
  };
}

function sentView(row: OutboxRow, open: (sealed: string) => string): MessageView {
  const { errorCode, errorMeaning, errorAdvice } = row;
  return {
    id: row.id,
    direction: 'out',
    state: row.state.toLowerCase() as MessageState,
    type: row.type,
    providerId: row.providerId === null ? null : open(row.providerId),
    contactId: row.contactId,
    channel: row.channel,
    number: row.numberId,
    ...(errorCode === null
      ? {}
      : { error: { code: errorCode, meaning: errorMeaning ?? '', advice: errorAdvice ?? '' } }),
    events: eventsOf(row),
  };
}

function eventsOf(row: OutboxRow): MessageEvent[] {
  const moments: [MessageState, Date | null][] = [
    ['queued', row.createdAt],
    ['sent', row.sentAt],
    ['unknown', row.unknownAt],
    ['delivered', row.deliveredAt],
    ['read', row.readAt],
    ['failed', row.failedAt],
  ];
  return moments
    .flatMap(([state, at]) => (at === null ? [] : [{ state, at: at.toISOString() }]))
    .toSorted((a, b) => a.at.localeCompare(b.at));
}
