import { Injectable } from '@nestjs/common';
import { ArchiveRepository } from '../outbox/archive.repository.js';
import { Outbox } from '../outbox/outbox.js';
import { Standing } from '../outbox/standing.js';
import type { OutboundDraft, Submission, Submitted } from '../whatsapp.contract.js';
import { Reading } from './reading.js';
import { Submitting } from './submitting.js';

/** Everything that goes to people, as the rooms above hand it in. */
@Injectable()
export class Speaking {
  constructor(
    private readonly outbox: Outbox,
    private readonly submitting: Submitting,
    private readonly reading: Reading,
    private readonly standing: Standing,
    private readonly archive: ArchiveRepository,
  ) {}

  send(drafts: readonly OutboundDraft[]): Promise<void> {
    return this.outbox.add(drafts);
  }

  submit(submission: Submission): Promise<Submitted> {
    return this.submitting.submit(submission);
  }

  async markRead(messageId: string, typing: boolean): Promise<void> {
    await this.reading.mark(messageId, typing);
  }

  async windowUntil(contactId: string, number: string): Promise<Date | null> {
    return (await this.standing.window(contactId, number)).until;
  }

  queued(numbers: readonly string[]): Promise<number> {
    return this.archive.waiting(numbers);
  }
}
