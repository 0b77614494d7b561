import { type Answered, Assistant, type Question } from './assistant.contract.js';
import { LanguageModel, type ModelAnswer, type ModelCall } from './assistant.port.js';

/** An assistant that answers what it is told to, for the tests of other rooms. */
export class FakeAssistant extends Assistant {
  isUseful = true;
  /** The questions so far, the latest last. */
  readonly questions: Question[] = [];
  /** Given for every question; or the answer to each. */
  reply: Answered | ((question: Question) => Answered | Promise<Answered>) = answered(
    'Bonjour ! Voici ce que je sais.',
  );

  async answer(question: Question): Promise<Answered> {
    this.questions.push(question);
    return typeof this.reply === 'function' ? this.reply(question) : this.reply;
  }
}

/** Words, and products beneath them. */
export function answered(
  text: string,
  products: Extract<Answered, { outcome: 'answered' }>['products'] = [],
): Answered {
  return { outcome: 'answered', text, products };
}

/** A model that does what it is told to: say something, call tools, fail. */
export class FakeModel extends LanguageModel {
  readonly name = 'fake-model';
  /** The calls so far, the latest last. */
  readonly calls: ModelCall[] = [];
  /** What it does with a call; `said()` makes an answer. */
  script: (call: ModelCall) => ModelAnswer | Promise<ModelAnswer> = () => said('Bonjour !');

  async ask(call: ModelCall): Promise<ModelAnswer> {
    this.calls.push(call);
    return this.script(call);
  }
}

/** What a model said. */
export function said(text: string, toolCalls: readonly string[] = []): ModelAnswer {
  return { text, inputTokens: 100, outputTokens: 20, toolCalls };
}
