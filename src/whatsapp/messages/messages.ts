import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { InboxRow, InboxState } from '../inbox/inbox.entity.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { DISPATCH_JOB } from '../inbox/inbox-store.js';
import type { OutboxRow, OutboxState } from '../outbox/outbox.entity.js';
import { ArchiveRepository } from '../outbox/archive.repository.js';
import { SEND_JOB } from '../outbox/send.job.js';
import { MessageNotFound, NotReplayable } from '../whatsapp.errors.js';

const REPLAY_BATCH = 500;

export type MessageRow = { direction: 'in'; row: InboxRow } | { direction: 'out'; row: OutboxRow };

export interface MessageFilter {
  direction?: 'in' | 'out';
  contactId?: string;
}

/** What operators see of messages, and what they can set going again. */
@Injectable()
export class Messages {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly outbox: ArchiveRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Messages of both directions, newest first. */
  async list(
    { direction, contactId }: MessageFilter,
    before: string | null,
    limit: number,
  ): Promise<MessageRow[]> {
    const position = before ?? AFTER_ALL_IDS;
    const where = contactId === undefined ? {} : { contactId };
    const received =
      direction === 'out' ? [] : await this.inbox.list({ ...where, kind: 'message' }, position, limit);
    const sent = direction === 'in' ? [] : await this.outbox.list(where, position, limit);
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
    if (received === null || received.kind !== 'message') throw new MessageNotFound(id);
    return { direction: 'in', row: received };
  }

  /** Updates that were received, newest first: what is dead, what is only kept. */
  received(state: InboxState, before: string | null, limit: number): Promise<InboxRow[]> {
    return this.inbox.list({ state }, before ?? AFTER_ALL_IDS, limit);
  }

  /** Messages to people in a state, newest first. */
  sent(state: OutboxState | undefined, before: string | null, limit: number): Promise<OutboxRow[]> {
    return this.outbox.list(state === undefined ? {} : { state }, before ?? AFTER_ALL_IDS, limit);
  }

  /** Sends failed messages again. Without ids, all in that state. Returns how many. */
  async replaySent(ids: readonly string[] | null, state: 'FAILED' | 'UNKNOWN'): Promise<number> {
    const count =
      ids === null ? await this.replayAll(state) : await this.outbox.requeue(ids, this.clock.now());
    if (ids !== null && count === 0) throw new NotReplayable(`${ids.length} messages`);
    this.jobs.wake(SEND_JOB);
    return count;
  }

  /** Handles dead messages of people again. Returns how many. */
  async replayReceived(ids: readonly string[]): Promise<number> {
    const count = await this.inbox.reopen(ids, this.clock.now());
    if (count === 0) throw new NotReplayable(`${ids.length} messages`);
    this.jobs.wake(DISPATCH_JOB);
    return count;
  }

  private async replayAll(state: 'FAILED' | 'UNKNOWN'): Promise<number> {
    let count = 0;
    for (let before = AFTER_ALL_IDS; ;) {
      const rows = await this.outbox.list({ state }, before, REPLAY_BATCH);
      count += await this.outbox.requeue(
        rows.map((row) => row.id),
        this.clock.now(),
      );
      const last = rows.at(-1);
      if (last === undefined || rows.length < REPLAY_BATCH) return count;
      before = last.id;
    }
  }
}
