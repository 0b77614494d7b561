import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { until } from './asking/abort.js';
import { type ModelAnswer, ModelError, type LanguageModel } from './assistant.port.js';
import { ModelSeat } from './models.js';

/** Something that was looked at. */
export interface Finding {
  state: 'good' | 'doubtful' | 'bad';
  /** In French. */
  text: string;
  /** What to do, in French, where something should be done. */
  advice?: string;
}

/** How the model is doing. */
export interface Check {
  /** `null`: the built-in answerer works alone. */
  model: string | null;
  works: boolean;
  durationMs: number;
  inputTokens: number;
  outputTokens: number;
  findings: Finding[];
}

const INSTRUCTIONS =
  'Call the tool "ping" once. Then answer with the word that it returned and nothing else.';
const WORD = 'relais';

/** Tries the model with one small question that holds nothing of anybody. */
@Injectable()
export class AssistantCheck {
  constructor(
    private readonly models: ModelSeat,
    private readonly settings: Settings,
  ) {}

  async run(): Promise<Check> {
    const model = this.models.current;
    const nothing = { durationMs: 0, inputTokens: 0, outputTokens: 0 };
    if (model === null) return { model: null, works: true, ...nothing, findings: [NO_MODEL] };
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    try {
      const { said, pinged } = await this.ask(model);
      const { inputTokens, outputTokens } = said;
      const findings = findingsOf(said, pinged, took() / this.settings.assistant.timeoutMs);
      return { model: model.name, works: true, durationMs: took(), inputTokens, outputTokens, findings };
    } catch (error) {
      return { model: model.name, works: false, ...nothing, durationMs: took(), findings: [failure(error)] };
    }
  }

  private async ask(model: LanguageModel): Promise<{ said: ModelAnswer; pinged: boolean }> {
    const signal = AbortSignal.timeout(this.settings.assistant.timeoutMs);
    let pinged = false;
    const ping = {
      name: 'ping',
      description: 'Returns a word.',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
      run: async () => {
        pinged = true;
        return { word: WORD };
      },
    };
    const messages = [{ role: 'user', text: 'ping' }] as const;
    const call = { instructions: INSTRUCTIONS, messages, tools: [ping], maxSteps: 3, signal };
    return { said: await until(signal, model.ask(call)), pinged };
  }
}

const NO_MODEL: Finding = {
  state: 'good',
  text: 'Aucun modèle n’est configuré : l’assistant cherche dans le catalogue et propose une personne.',
  advice: 'Pour un modèle, donnez AI_BASE_URL et AI_MODEL (et AI_API_KEY si le service demande une clé).',
};

function findingsOf(said: ModelAnswer, pinged: boolean, part: number): Finding[] {
  return [
    { state: 'good', text: 'Le modèle répond.' },
    pinged
      ? {
          state: 'good',
          text: 'Il se sert des outils : il pourra chercher des produits et demander une personne.',
        }
      : {
          state: 'bad',
          text: 'Il ne s’est pas servi de l’outil proposé.',
          advice:
            'Choisissez un modèle qui sait appeler des outils (« tool calling ») ; sans eux il ne peut rien chercher.',
        },
    said.text.toLowerCase().includes(WORD)
      ? { state: 'good', text: 'Il tient compte de ce que les outils lui disent.' }
      : {
          state: 'doubtful',
          text: 'Sa réponse ne contient pas le mot que l’outil lui a donné.',
          advice: 'Un modèle un peu plus grand suivra mieux les consignes.',
        },
    said.inputTokens > 0
      ? { state: 'good', text: 'Il dit ce qu’il consomme.' }
      : {
          state: 'doubtful',
          text: 'Il ne dit pas combien de jetons il consomme.',
          advice: 'ASSISTANT_TOKENS_PER_DAY n’aura pas d’effet avec lui.',
        },
    ...(part > 0.5
      ? [
          {
            state: 'doubtful' as const,
            text: 'Il a mis plus de la moitié du temps permis pour une question minuscule.',
            advice: 'Augmentez ASSISTANT_TIMEOUT_SECONDS ou choisissez un modèle plus rapide.',
          },
        ]
      : []),
  ];
}

function failure(error: unknown): Finding {
  if (error instanceof ModelError)
    return { state: 'bad', text: 'Le modèle ne répond pas.', advice: error.advice };
  return {
    state: 'bad',
    text: 'Le modèle n’a pas répondu à temps.',
    advice: 'Vérifiez que son service est démarré et pas surchargé, ou augmentez ASSISTANT_TIMEOUT_SECONDS.',
  };
}
