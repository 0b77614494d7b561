import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Submission, Submitted } from '../whatsapp.contract.js';
import { type Ready, SubmitChecks } from './submit-checks.js';
import { SubmitPosting } from './submit-posting.js';
import { type Recipient, SubmitRecipients } from './submit-recipient.js';
import { SubmitRequests } from './submit-request.js';

/** Puts a message of a person of the team or of a program on its way, after everything was checked. */
@Injectable()
export class Submitting {
  constructor(
    private readonly requests: SubmitRequests,
    private readonly recipients: SubmitRecipients,
    private readonly checks: SubmitChecks,
    private readonly posting: SubmitPosting,
    private readonly database: Database,
  ) {}

  submit(submission: Submission): Promise<Submitted> {
    return this.database.retrying(() => this.once(submission));
  }

  /** What would become of it; throws as `submit` does and queues nothing. */
  async rehearse(submission: Submission): Promise<Ready> {
    return this.checks.ready(await this.recipients.find(submission), submission);
  }

  private async once(submission: Submission): Promise<Submitted> {
    const mark = this.requests.markOf(submission);
    const before = mark === null ? null : await this.requests.before(mark);
    if (before !== null) return before;
    const recipient = await this.recipients.find(submission);
    const ready = await this.checks.ready(recipient, submission);
    const submitted = await this.planned(recipient, submission, ready);
    const meanwhile = mark === null ? null : await this.requests.note(mark, submitted);
    if (meanwhile !== null) return meanwhile;
    await this.posting.post(submission, submitted, { route: recipient.route, ready });
    return submitted;
  }

  private async planned(recipient: Recipient, submission: Submission, ready: Ready): Promise<Submitted> {
    const ids = ready.contents.map(() => newId());
    const [id = ''] = ids;
    return {
      id,
      contactId: await this.recipients.contactOf(recipient, submission),
      state: submission.sendAt === undefined ? 'queued' : 'scheduled',
      ids,
      fallback: ready.isFallback,
      repeated: false,
    };
  }
}
