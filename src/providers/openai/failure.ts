import type { APICallError } from 'ai';
import { ModelError, type ModelTrouble } from '../../assistant/assistant.port.js';

/** What to do, by what is wrong. */
export const ADVICE = {
  key: 'Le service du modèle refuse la clé : vérifiez AI_API_KEY.',
  unknown:
    'Le service ne connaît pas ce modèle ou cette adresse : vérifiez AI_MODEL et AI_BASE_URL (souvent terminée par /v1).',
  busy: 'Le service du modèle limite les appels : attendez, ou augmentez le forfait.',
  down: 'Le service du modèle est en panne. Réessayez plus tard ; si cela dure, consultez son état.',
  away: 'Le service du modèle est injoignable : vérifiez AI_BASE_URL, le réseau, et que le service est démarré.',
  misunderstood:
    'Le service du modèle ne comprend pas la demande : choisissez un modèle qui sait appeler des outils (« tool calling »).',
  garbage:
    'La réponse reçue n’est pas celle d’un modèle : vérifiez que AI_BASE_URL mène à une interface compatible OpenAI.',
} as const;

/** What a failure of the library means. Nothing of its message is kept: it may hold the address and what was asked. */
export function modelErrorOf(error: unknown, library: typeof APICallError): ModelError {
  const own = causesOf(error).find((cause) => cause instanceof ModelError);
  if (own !== undefined) return own;
  if (!library.isInstance(error)) return new ModelError('unusable', ADVICE.garbage);
  const [trouble, advice] = meaningOf(error.statusCode ?? 200);
  return new ModelError(trouble, advice);
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let each = error; each instanceof Error && causes.length < 5; each = each.cause) causes.push(each);
  return causes;
}

function meaningOf(status: number): [ModelTrouble, string] {
  if (status === 401 || status === 403) return ['refused', ADVICE.key];
  if (status === 404) return ['refused', ADVICE.unknown];
  if (status === 408 || status === 425 || status === 429) return ['busy', ADVICE.busy];
  if (status >= 500) return ['unreachable', ADVICE.down];
  if (status >= 400) return ['unusable', ADVICE.misunderstood];
  return ['unusable', ADVICE.garbage];
}
