/** A tool that a model may call; the result is shown to it as JSON. */
export interface ModelTool {
  name: string;
  description: string;
  /** JSON schema of the arguments. */
  parameters: Readonly<Record<string, unknown>>;
  /** Called with what the model gave, which is data of a stranger: checked by the tool itself. */
  run(input: unknown): Promise<unknown>;
}

export interface ModelCall {
  instructions: string;
  messages: readonly { role: 'user' | 'assistant'; text: string }[];
  tools: readonly ModelTool[];
  /** Most rounds of tool calls. */
  maxSteps: number;
  signal: AbortSignal;
}

/** What a model said, and what it cost. */
export interface ModelAnswer {
  text: string;
  inputTokens: number;
  outputTokens: number;
  /** Names of the tools called, in their order. */
  toolCalls: readonly string[];
}

/** A language model. An adapter in `providers/` extends it and seats itself at start; without one the built-in answerer works. */
export abstract class LanguageModel {
  /** As it is recorded with each call. */
  abstract readonly name: string;
  /** One answer with its tool calls; throws when the model cannot be reached, refuses, or the signal aborts. */
  abstract ask(call: ModelCall): Promise<ModelAnswer>;
}

/** The seat of the model. */
export abstract class Models {
  abstract use(model: LanguageModel): void;
}

/**
 * `unreachable`: no answer came, or the service failed; `busy`: it asks for patience; both may be tried again. `refused`: the key or the
 * name of the model is wrong, and will be at the next call. `unusable`: what came cannot be read, or the call was not understood.
 */
export type ModelTrouble = 'unreachable' | 'busy' | 'refused' | 'unusable';

/** Why a model gave no answer. */
export class ModelError extends Error {
  constructor(
    readonly trouble: ModelTrouble,
    /** What an operator can do, in French; without address, key or words of people. */
    readonly advice: string,
  ) {
    super(`the model gave no answer: ${trouble}`);
  }
}
