import type { ToolSet } from 'ai';
import {
  LanguageModel,
  type ModelAnswer,
  type ModelCall,
  type ModelTool,
} from '../../assistant/assistant.port.js';
import type { Settings } from '../../platform/config/settings.js';
import { modelErrorOf } from './failure.js';
import { carefulFetch } from './careful-fetch.js';

type Configured = NonNullable<Settings['assistant']['model']>;

/** A model behind an address that speaks OpenAI's chat completions. Its library is loaded with the first question. */
export class OpenAiModel extends LanguageModel {
  readonly name: string;
  private loaded: ReturnType<OpenAiModel['load']> | null = null;

  constructor(private readonly configured: Configured) {
    super();
    this.name = configured.name;
  }

  async ask(call: ModelCall): Promise<ModelAnswer> {
    const { signal, maxSteps } = call;
    this.loaded ??= this.load();
    const { generateText, jsonSchema, tool, stepCountIs, APICallError, model } = await this.loaded;
    const tools = toolSet(call.tools, (each) =>
      tool({
        description: each.description,
        inputSchema: jsonSchema(each.parameters),
        execute: (input) => each.run(input),
      }),
    );
    try {
      const { text, usage, toolCalls } = await generateText({
        model,
        instructions: call.instructions,
        messages: call.messages.map(({ role, text: content }) => ({ role, content })),
        tools,
        stopWhen: stepCountIs(maxSteps),
        // In the last step it has to answer.
        prepareStep: ({ stepNumber }) => (stepNumber === maxSteps - 1 ? { toolChoice: 'none' } : undefined),
        maxRetries: 0,
        abortSignal: signal,
        telemetry: { isEnabled: false },
      });
      return {
        text,
        inputTokens: usage.inputTokens ?? 0,
        outputTokens: usage.outputTokens ?? 0,
        toolCalls: toolCalls.map(({ toolName }) => toolName),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw modelErrorOf(error, APICallError);
    }
  }

  private async load() {
    // The library would write its warnings to the console.
    Reflect.set(globalThis, 'AI_SDK_LOG_WARNINGS', false);
    const [{ generateText, jsonSchema, tool, stepCountIs, APICallError }, { createOpenAICompatible }] =
      await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
    const { baseUrl, name, key } = this.configured;
    const provider = createOpenAICompatible({
      name: 'model',
      baseURL: baseUrl,
      ...(key !== undefined && { apiKey: key.reveal() }),
      fetch: carefulFetch,
    });
    return { generateText, jsonSchema, tool, stepCountIs, APICallError, model: provider(name) };
  }
}

function toolSet(tools: readonly ModelTool[], made: (tool: ModelTool) => ToolSet[string]): ToolSet {
  return Object.fromEntries(tools.map((each) => [each.name, made(each)]));
}
