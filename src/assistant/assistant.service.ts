import { Injectable, Logger } from '@nestjs/common';
import { Catalog } from '../catalog/catalog.contract.js';
import { messageOf } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import { Settings } from '../platform/config/settings.js';
import { type Answered, Assistant, type Question } from './assistant.contract.js';
import { until } from './asking/abort.js';
import { ModelAnswers } from './asking/model-answers.service.js';
import { asksForPerson, BuiltIn } from './built-in.service.js';
import { ModelSeat } from './models.js';

/** Answers by the model that is seated, or by what is built in. */
@Injectable()
export class AssistantService extends Assistant {
  private readonly log = new Logger('Assistant');

  constructor(
    private readonly models: ModelSeat,
    private readonly modelAnswers: ModelAnswers,
    private readonly builtIn: BuiltIn,
    private readonly catalog: Catalog,
    private readonly settings: Settings,
  ) {
    super();
  }

  get isUseful(): boolean {
    return this.models.current !== null || this.catalog.hasProducts;
  }

  async answer(question: Question): Promise<Answered> {
    if (asksForPerson(question)) return { outcome: 'handover', because: 'asked' };
    const signal = AbortSignal.timeout(this.settings.assistant.timeoutMs);
    try {
      const model = this.models.current;
      return await until(
        signal,
        model === null ? this.builtIn.answer(question) : this.modelAnswers.answer(model, question, signal),
      );
    } catch (error) {
      if (signal.aborted) return { outcome: 'failed', because: 'timeout' };
      this.log.error(`A question stays unanswered: ${redact(messageOf(error))}`);
      return { outcome: 'failed', because: 'unreachable' };
    }
  }
}
