import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { ConversationStatus } from '../conversations.contract.js';
import { ConsentRow, SessionRow } from '../conversations.entity.js';
import { OrderRow } from '../orders/order.entity.js';
import { QuestionRow } from '../questions/question.entity.js';
import { NoteRow } from './note.entity.js';
import { STANDING } from './standing.js';

/** A conversation as it is listed: everything but where the dialogue is. */
export type ThreadRow = Omit<SessionRow, 'sealed'>;

/** Which conversations. */
export interface ThreadFilter {
  status?: ConversationStatus;
  /** `null`: nobody's. */
  assigneeId?: string | null;
  numberId?: string;
  contactId?: string;
  label?: string;
  unread?: boolean;
}

/** Where a list goes on. */
export interface Position {
  lastAt: Date;
  id: string;
}

const STATUSES: readonly ConversationStatus[] = ['waiting', 'human', 'bot', 'closed'];
const SHOWN = [
  'id',
  'contactId',
  'numberId',
  'stage',
  'startedAt',
  'expiresAt',
  'version',
  ...STANDING,
  'flow',
  'changedAt',
] as const satisfies readonly (keyof ThreadRow)[];

/** Conversations for those who look at them. */
@Injectable()
export class ThreadRepository {
  constructor(private readonly database: Database) {}

  /** The latest first. Each status is read along its own index, so that the few that wait are found among the many that do not. */
  async page(filter: ThreadFilter, after: Position | null, limit: number): Promise<ThreadRow[]> {
    const { status } = filter;
    const found: ThreadRow[] = [];
    for (const each of status === undefined ? STATUSES : [status])
      found.push(...(await this.part({ ...filter, status: each }, after, limit)));
    return found.toSorted(latestFirst).slice(0, limit);
  }

  async find(id: string): Promise<ThreadRow | null> {
    const [row] = await this.database.read(SessionRow, { pick: SHOWN, where: { id } });
    return row ?? null;
  }

  of(contactIds: readonly string[]): Promise<ThreadRow[]> {
    return this.database.read(SessionRow, { pick: SHOWN, where: { contactId: [...new Set(contactIds)] } });
  }

  /** Conversations that changed after a moment, in the order of their changes. */
  changedSince(since: Date, limit: number): Promise<ThreadRow[]> {
    return this.database.manager.find(SessionRow, {
      select: Object.fromEntries(SHOWN.map((name) => [name, true])),
      where: { changedAt: MoreThan(since) },
      order: { changedAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  /** The conversation belongs to another contact now. */
  async give(id: string, contactId: string): Promise<void> {
    await this.database.manager.update(SessionRow, { id }, { contactId });
  }

  /** One conversation becomes part of another: its notes go there. */
  async merge(id: string, intoId: string): Promise<void> {
    await this.database.manager.update(NoteRow, { conversationId: id }, { conversationId: intoId });
    await this.database.manager.delete(SessionRow, { id });
  }

  consents(contactId: string): Promise<ConsentRow[]> {
    return this.database.manager.find(ConsentRow, { where: { contactId }, order: { id: 'ASC' } });
  }

  /** What was kept beside conversations belongs to somebody else now. */
  async giveBelongings(fromId: string, contactId: string): Promise<void> {
    for (const belongings of [ConsentRow, OrderRow, QuestionRow])
      await this.database.manager.update(belongings, { contactId: fromId }, { contactId });
  }

  private part(filter: ThreadFilter, after: Position | null, limit: number): Promise<ThreadRow[]> {
    const { status, numberId, contactId, assigneeId, label, unread } = filter;
    const query = this.database.manager
      .createQueryBuilder(SessionRow, 't')
      .select(SHOWN.map((name) => `t.${name}`))
      .where('t.status = :status AND t.lastAt IS NOT NULL', { status })
      .orderBy('t.lastAt', 'DESC')
      .addOrderBy('t.id', 'DESC')
      .limit(limit);
    if (after !== null)
      query.andWhere('t.lastAt <= :lastAt AND (t.lastAt < :lastAt OR t.id < :id)', { ...after });
    if (numberId !== undefined) query.andWhere('t.numberId = :numberId', { numberId });
    if (contactId !== undefined) query.andWhere('t.contactId = :contactId', { contactId });
    if (assigneeId === null) query.andWhere('t.assigneeId IS NULL');
    else if (assigneeId !== undefined) query.andWhere('t.assigneeId = :assigneeId', { assigneeId });
    if (label !== undefined) query.andWhere('t.labels LIKE :label', { label: `%${JSON.stringify(label)}%` });
    if (unread !== undefined) query.andWhere(unread ? 't.unread > 0' : 't.unread = 0');
    return query.getMany();
  }
}

function latestFirst(a: ThreadRow, b: ThreadRow): number {
  const difference = (b.lastAt?.getTime() ?? 0) - (a.lastAt?.getTime() ?? 0);
  return difference === 0 ? (a.id < b.id ? 1 : -1) : difference;
}
