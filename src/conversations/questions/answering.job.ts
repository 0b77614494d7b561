import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Exchange } from '../../assistant/assistant.contract.js';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { AnswerDelivery } from './answer-delivery.service.js';
import { exchangesIn } from './exchanges.js';
import { type Asked, QuestionRepository } from './question.repository.js';
import { ANSWER_JOB } from './questions.service.js';

const AT_ONCE = 4;
/** Longer than an answer may take, so that nobody takes up what another one is at. */
const LEASE_MS = 120_000;
const HISTORY = 16;

/** Has the assistant answer what people ask freely, several at once, each person's questions in their order. */
@Injectable()
export class AnsweringJob implements OnModuleInit {
  private readonly log = new Logger('Assistant');
  private readonly busy = new Set<Promise<void>>();

  constructor(
    private readonly questions: QuestionRepository,
    private readonly delivery: AnswerDelivery,
    private readonly whatsapp: WhatsApp,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: ANSWER_JOB, everyMs: 2_000, run: (signal) => this.round(signal) });
  }

  private async round(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    for (const row of await this.questions.heads(now)) {
      if (signal.aborted) break;
      if (this.busy.size >= AT_ONCE) await Promise.race(this.busy);
      const asked = await this.questions.lease(row, now, until);
      if (asked !== null) this.start(asked);
    }
    // At the end of the process only: a slow answer must not hold up the other people's questions.
    if (signal.aborted) await Promise.all(this.busy);
  }

  private start(asked: Asked): void {
    const work: Promise<void> = this.answer(asked)
      .catch((error: unknown) =>
        this.log.error(`question ${asked.id} waits for another attempt: ${redact(messageOf(error))}`),
      )
      .finally(() => {
        this.busy.delete(work);
        this.jobs.wake(ANSWER_JOB);
      });
    this.busy.add(work);
  }

  private async answer(asked: Asked): Promise<void> {
    await this.whatsapp.markRead(asked.messageId, { typing: true });
    const history = await this.history(asked);
    const personKey = await this.personKey(asked);
    await this.delivery.deliver(asked, await this.delivery.ask(asked, personKey, history));
  }

  /** The address: a contact made anew after an erasure is still the same person. */
  private async personKey({ contactId }: Asked): Promise<string> {
    const [contact] = await this.whatsapp.contacts([contactId]);
    return contact?.phone ?? contact?.userId ?? contactId;
  }

  private async history({ contactId, numberId, messageId }: Asked): Promise<Exchange[]> {
    const lines = await this.whatsapp.history(contactId, numberId, messageId, HISTORY);
    return exchangesIn(lines);
  }
}
