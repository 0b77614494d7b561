import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { QuestionRepository } from './question.repository.js';

/** Answers free questions that wait. */
export const ANSWER_JOB = 'conversations.answer';

/** Who asks, where, with which message. */
export interface Asker {
  contactId: string;
  channel: string;
  number: string;
  language: string;
  messageId: string;
}

/** Free questions as the dialogue hands them in; their answers come later. */
@Injectable()
export class Questions {
  constructor(
    private readonly repository: QuestionRepository,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Joins the transaction that is open. */
  async ask({ contactId, channel, number, language, messageId }: Asker, text: string): Promise<void> {
    const askedAt = this.clock.now();
    await this.repository.add({ contactId, channel, numberId: number, language, messageId, text, askedAt });
    this.database.afterCommit(() => this.jobs.wake(ANSWER_JOB));
  }
}
