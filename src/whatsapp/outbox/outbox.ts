import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Vault } from '../../platform/vault/vault.js';
import { NO_ERROR } from './error-words.js';
import type { OutboxRow } from './outbox.entity.js';
import { OutboxRepository } from './outbox.repository.js';
import { SEND_JOB } from './send.job.js';
import type { OutboundDraft } from '../whatsapp.contract.js';
import { pack, type TemplateCall } from './kept.js';
import { priorityOf } from './priority.js';

/** What may be said of a message beside what every one has. */
export interface Planned extends OutboundDraft {
  id: string;
  /** Goes instead when the window has closed before the attempt. */
  fallback?: TemplateCall;
  /** Not before. */
  sendAt?: Date;
  callbackData?: string;
}

/** Messages on their way out, as the rest of the house hands them in. */
@Injectable()
export class Outbox {
  constructor(
    private readonly repository: OutboxRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Puts messages on their way in this order; joins the transaction that is open. */
  add(drafts: readonly OutboundDraft[]): Promise<void> {
    return this.plan(drafts.map((draft) => ({ ...draft, id: newId() })));
  }

  /** The same for messages whose ids were made before, and that may leave later; ids ascend. */
  async plan(drafts: readonly Planned[]): Promise<void> {
    if (drafts.length === 0) return;
    const now = this.clock.now();
    await this.repository.add(drafts.map((draft) => this.rowOf(draft, now)));
    this.database.afterCommit(() => this.jobs.wake(SEND_JOB));
  }

  private rowOf(draft: Planned, now: Date): OutboxRow {
    const { contactId, channel, number, content, sensitive, origin = 'bot', sendAt } = draft;
    const { fallback, callbackData } = draft;
    return {
      id: draft.id,
      contactId,
      channel,
      numberId: number,
      state: sendAt === undefined ? 'QUEUED' : 'SCHEDULED',
      isOpen: sendAt === undefined,
      isSensitive: sensitive,
      type: content.kind,
      priority: priorityOf(origin),
      origin,
      flow: draft.flow ?? null,
      causeId: draft.causeId ?? null,
      body: this.vault.seal(pack({ content, fallback, callbackData })),
      attempts: 0,
      createdAt: now,
      dueAt: sendAt ?? now,
      claimedAt: null,
      unknownAt: null,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      playedAt: null,
      failedAt: null,
      cancelledAt: null,
      providerKey: null,
      providerId: null,
      pricing: null,
      isBillable: null,
      ...NO_ERROR,
    };
  }
}
