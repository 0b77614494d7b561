import { Injectable } from '@nestjs/common';
import { type Answered, Assistant, type Exchange } from '../../assistant/assistant.contract.js';
import { Settings } from '../../platform/config/settings.js';
import { Orders } from '../orders/orders.service.js';
import { Turntable } from '../turntable.service.js';
import { type Asked, QuestionRepository } from './question.repository.js';

/** Asks the assistant, and gives its answer to the person who asked. */
@Injectable()
export class AnswerDelivery {
  constructor(
    private readonly assistant: Assistant,
    private readonly questions: QuestionRepository,
    private readonly orders: Orders,
    private readonly turntable: Turntable,
    private readonly settings: Settings,
  ) {}

  /** Outside any transaction: it may take as long as a model takes. */
  ask(
    { contactId, language, text }: Asked,
    personKey: string,
    history: readonly Exchange[],
  ): Promise<Answered> {
    return this.assistant.answer({
      personKey,
      language,
      text,
      history,
      serviceName: this.settings.uic.serviceName,
      orders: () => this.orders.summaries(contactId, language),
    });
  }

  /** Once, however often it is tried: the question goes in the same transaction. */
  async deliver(asked: Asked, answered: Answered): Promise<void> {
    const { id, contactId, numberId, channel, messageId } = asked;
    await this.turntable.advance({ contactId, numberId, channel, messageId }, async () => {
      return (await this.questions.close(id)) ? { kind: 'answered', answered } : null;
    });
  }
}
