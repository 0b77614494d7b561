import type { Vault } from '../../platform/vault/vault.js';
import { callerMay } from '../../platform/web/request-context.js';
import type { InboxRow } from '../inbox/inbox.entity.js';
import { troubleOf } from '../inbox/trouble.js';
import { errorIn, shownError } from '../outbox/error-words.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { MessageEvent, MessageState, MessageView } from './messages.dto.js';
import type { MessageRow } from './messages.js';

/** Whether the caller may read what was said, and the provider's ids, in which numbers are hidden. */
export function mayReadContent(): boolean {
  return callerMay('messages:content');
}

/** Opens a provider's id for a caller who may see it; `null` for everybody else. */
export function providerIds(vault: Vault): (sealed: string) => string | null {
  const isAllowed = mayReadContent();
  return (sealed) => (isAllowed ? vault.open(sealed) : null);
}

/** What the API shows of a message: its way, never its words. */
export function messageView(
  { direction, row }: MessageRow,
  open: (sealed: string) => string | null,
): MessageView {
  return direction === 'in' ? receivedView(row) : sentView(row, open);
}

function receivedView(row: InboxRow): MessageView {
  const error = troubleOf(row);
  return {
    id: row.id,
    direction: 'in',
    state: 'received',
    type: row.topic,
    providerId: null,
    contactId: row.contactId,
    channel: row.channel,
    number: row.numberId,
    origin: null,
    flow: null,
    inGroup: row.kind === 'group',
    ...(error !== null && { error: shownError(error) }),
    events: [{ state: 'received', at: row.receivedAt.toISOString() }],
  };
}

function sentView(row: OutboxRow, open: (sealed: string) => string | null): MessageView {
  const error = errorIn(row);
  return {
    id: row.id,
    direction: 'out',
    state: row.state.toLowerCase() as MessageState,
    type: row.type,
    providerId: row.providerId === null ? null : open(row.providerId),
    contactId: row.contactId,
    channel: row.channel,
    number: row.numberId,
    origin: row.origin,
    flow: row.flow,
    inGroup: false,
    ...(error !== null && { error: shownError(error) }),
    events: eventsOf(row),
  };
}

/** Providers tell whole seconds: within one, what must come first does. */
function eventsOf(row: OutboxRow): MessageEvent[] {
  const first = row.state === 'SCHEDULED' ? 'scheduled' : 'queued';
  const moments: [MessageState, Date | null][] = [
    [first, row.origin === 'phone' ? null : row.createdAt],
    ['unknown', row.unknownAt],
    ['sent', row.sentAt],
    ['delivered', row.deliveredAt],
    ['read', row.readAt],
    ['played', row.playedAt],
    ['failed', row.failedAt],
    ['cancelled', row.cancelledAt],
  ];
  return moments
    .flatMap(([state, at]) => (at === null ? [] : [{ state, at: at.toISOString() }]))
    .toSorted((a, b) => secondOf(a).localeCompare(secondOf(b)));
}

function secondOf({ at }: MessageEvent): string {
  return at.slice(0, '2026-11-21T10:15:30'.length);
}
