import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AFTER_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import type { InboxKind, InboxRow } from '../inbox/inbox.entity.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import type { OutboxRow, OutboxState } from '../outbox/outbox.entity.js';
import type { Origin } from '../whatsapp.contract.js';
import { MessageNotFound } from '../whatsapp.errors.js';
import { SentRepository } from './sent.repository.js';

const DAY_MS = 86_400_000;
/** How far back a search goes that no index serves, unless it is told. */
const SEARCHED_DAYS = 31;

/** Messages of people: to us, or in a group. */
const RECEIVED: readonly InboxKind[] = ['message', 'group'];

export type MessageRow = { direction: 'in'; row: InboxRow } | { direction: 'out'; row: OutboxRow };

/** Which messages are wanted; `from` and `to` are about when they came in or were decided. */
export interface MessageFilter {
  direction?: 'in' | 'out';
  state?: OutboxState | 'RECEIVED';
  type?: string;
  contactId?: string;
  number?: string;
  origin?: Origin;
  flow?: string;
  errorCode?: string;
  from?: Date;
  to?: Date;
}

/** What operators see of messages. */
@Injectable()
export class Messages {
  constructor(
    private readonly inbox: ReceivedRepository,
    private readonly outbox: SentRepository,
    private readonly clock: Clock,
  ) {}

  /** Messages of both directions, newest first. */
  async list(filter: MessageFilter, before: string | null, limit: number): Promise<MessageRow[]> {
    const { contactId, number: numberId, type, state, origin, flow, errorCode } = filter;
    const span = { ...this.span(filter), before: earliest(before, filter.to) };
    const common = defined({ contactId, numberId });
    const received = saysOnlySent(filter)
      ? []
      : await this.inbox.list({ ...common, ...defined({ topic: type }), kinds: RECEIVED, ...span }, limit);
    const sent =
      filter.direction === 'in' || state === 'RECEIVED'
        ? []
        : await this.outbox.list(
            { ...common, ...defined({ type, state, origin, flow, errorCode }), ...span },
            limit,
          );
    return [
      ...received.map((row): MessageRow => ({ direction: 'in', row })),
      ...sent.map((row): MessageRow => ({ direction: 'out', row })),
    ]
      .toSorted((a, b) => (a.row.id < b.row.id ? 1 : -1))
      .slice(0, limit);
  }

  async find(id: string): Promise<MessageRow> {
    const sent = await this.outbox.find(id);
    if (sent !== null) return { direction: 'out', row: sent };
    const received = await this.inbox.find(id);
    if (received === null || !RECEIVED.includes(received.kind)) throw new MessageNotFound(id);
    return { direction: 'in', row: received };
  }

  /** Messages to people in a state, newest first. */
  sent(state: OutboxState | undefined, before: string | null, limit: number): Promise<OutboxRow[]> {
    return this.outbox.list({ ...defined({ state }), before: before ?? AFTER_ALL_IDS }, limit);
  }

  /** Where the search begins. What no index finds is looked for among the last weeks only, or it would read a whole table. */
  private span(filter: MessageFilter): { after?: string } {
    const { from, to, contactId, type, number, origin, flow, errorCode } = filter;
    if (from !== undefined) return { after: idAt(from) };
    const isRare = [type, number, origin, flow, errorCode].some((value) => value !== undefined);
    if (!isRare || contactId !== undefined) return {};
    const end = to ?? this.clock.now();
    return { after: idAt(new Date(end.getTime() - SEARCHED_DAYS * DAY_MS)) };
  }
}

function saysOnlySent({ direction, state, origin, flow, errorCode }: MessageFilter): boolean {
  if (direction === 'out' || (state !== undefined && state !== 'RECEIVED')) return true;
  return origin !== undefined || flow !== undefined || errorCode !== undefined;
}

function earliest(before: string | null, to: Date | undefined): string {
  const ends = [before ?? AFTER_ALL_IDS, to === undefined ? AFTER_ALL_IDS : idAt(to)];
  return ends.toSorted()[0] ?? AFTER_ALL_IDS;
}

/** Without what was not asked for. */
function defined<T extends object>(filter: T): Partial<T> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Partial<T>;
}
