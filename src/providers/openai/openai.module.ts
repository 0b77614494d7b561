import { Module, type OnModuleInit } from '@nestjs/common';
import { AssistantModule } from '../../assistant/assistant.module.js';
import { Models } from '../../assistant/assistant.port.js';
import { Settings } from '../../platform/config/settings.js';
import { OpenAiModel } from './openai-model.client.js';

/** Any model that speaks the chat completions protocol of OpenAI, where one is configured. */
@Module({ imports: [AssistantModule] })
export class OpenAiModule implements OnModuleInit {
  constructor(
    private readonly models: Models,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { model } = this.settings.assistant;
    if (model !== undefined) this.models.use(new OpenAiModel(model));
  }
}
