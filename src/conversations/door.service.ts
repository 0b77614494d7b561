import { Injectable } from '@nestjs/common';
import { Conversations, type DialogueFigures, type Erased } from './conversations.contract.js';
import { Erasure } from './erasure.service.js';
import { OccurrenceRepository } from './handover/occurrence.repository.js';

/** The room's door for those above. */
@Injectable()
export class ConversationsDoor extends Conversations {
  constructor(
    private readonly erasure: Erasure,
    private readonly occurrences: OccurrenceRepository,
  ) {
    super();
  }

  erase(phoneOrId: string): Promise<Erased> {
    return this.erasure.erase(phoneOrId);
  }

  async figures(from: Date, to: Date, number?: string): Promise<DialogueFigures> {
    const { answered, failed, handover } = await this.occurrences.count(from, to, number);
    return { assistantAnswers: answered, assistantFailures: failed, handovers: handover };
  }
}
