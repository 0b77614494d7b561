import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Vault } from '../../platform/vault/vault.js';
import type { OutboxRow } from './outbox.entity.js';
import { OutboxRepository } from './outbox.repository.js';
import { SEND_JOB } from './send.job.js';
import type { OutboundDraft } from '../whatsapp.contract.js';

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
  async add(drafts: readonly OutboundDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const now = this.clock.now();
    await this.repository.add(drafts.map((draft) => this.rowOf(draft, now)));
    this.database.afterCommit(() => this.jobs.wake(SEND_JOB));
  }

  private rowOf({ contactId, channel, number, content, sensitive }: OutboundDraft, now: Date): OutboxRow {
    return {
      id: newId(),
      contactId,
      channel,
      numberId: number,
      state: 'QUEUED',
      isOpen: true,
      isSensitive: sensitive,
      type: content.kind,
      body: this.vault.seal(JSON.stringify(content)),
      attempts: 0,
      createdAt: now,
      dueAt: now,
      claimedAt: null,
      unknownAt: null,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: null,
      providerKey: null,
      providerId: null,
      pricing: null,
      errorCode: null,
      errorMeaning: null,
      errorAdvice: null,
    };
  }
}
