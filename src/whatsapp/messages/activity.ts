import { Injectable } from '@nestjs/common';
import { type Happened, ReceivedRepository } from '../inbox/received.repository.js';
import type { Activity } from '../whatsapp.contract.js';
import { type Left, SentRepository } from './sent.repository.js';

/** What is being written becomes visible with its commit, a little later than its time says. */
const OVERLAP_MS = 2_000;

type Dated = Activity & { at: number };

/** What happened to messages lately, for whoever shows conversations live. */
@Injectable()
export class ActivityReader {
  constructor(
    private readonly received: ReceivedRepository,
    private readonly sent: SentRepository,
  ) {}

  async since(moment: Date, limit: number): Promise<Activity[]> {
    const since = new Date(moment.getTime() - OVERLAP_MS);
    const happened = await this.received.happenedSince(since, limit);
    const left = await this.sent.happenedSince(since, limit);
    return [...happened.flatMap(fromInbox), ...left.flatMap((row) => fromOutbox(row, since))]
      .toSorted((a, b) => a.at - b.at)
      .slice(0, limit)
      .map(({ kind, messageId, contactId, number }) => ({ kind, messageId, contactId, number }));
  }
}

function fromInbox({ id, kind, contactId, subjectId, numberId: number, doneAt }: Happened): Dated[] {
  if (contactId === null) return [];
  const at = doneAt?.getTime() ?? 0;
  if (kind === 'message') return [{ kind: 'received', messageId: id, contactId, number, at }];
  return subjectId === null ? [] : [{ kind: 'reported', messageId: subjectId, contactId, number, at }];
}

function fromOutbox(row: Left, since: Date): Dated[] {
  const { id: messageId, contactId, numberId: number, createdAt, sentAt, failedAt } = row;
  const moments: [Activity['kind'], Date | null][] = [
    ['queued', createdAt],
    ['reported', sentAt],
    ['reported', failedAt],
  ];
  return moments.flatMap(([kind, at]) =>
    at === null || at < since ? [] : [{ kind, messageId, contactId, number, at: at.getTime() }],
  );
}
