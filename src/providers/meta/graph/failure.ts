import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Answered } from './graph.client.js';
import { asObject } from './json.js';
import { channelError, familyOf, type GraphError, graphErrorOf, saysTokenIsDead } from './meta.errors.js';

/** Why a call that does not send a message failed. */
export type FailureCause =
  | 'token'
  | 'permission'
  | 'quota'
  | 'cursor'
  /** No answer that the Graph API gives. */
  | 'malformed'
  /** The answer would be, or was, too large. */
  | 'too-much'
  /** The same call may succeed in a moment. */
  | 'passing'
  | 'refused';

export interface Failure {
  cause: FailureCause;
  words: ChannelError;
  /** What Meta said, where it spoke. */
  error?: GraphError;
}

const BAD_CURSOR = 131_059;

const FOREIGN: ChannelError = {
  code: 'http',
  meaning: 'La réponse ne vient pas de la Graph API, ou elle est incompréhensible.',
  advice: 'Vérifiez WHATSAPP_GRAPH_BASE_URL et ce qui se trouve entre Relais et Meta.',
};
const LIMITED: ChannelError = {
  code: '429',
  meaning: 'Meta demande de ralentir.',
  advice: 'Réessayez plus tard.',
};
const DOWN: ChannelError = {
  code: '5xx',
  meaning: 'Le service de Meta est en panne pour un moment.',
  advice: 'Réessayez plus tard ; si cela dure, consultez metastatus.com.',
};

const TOO_LARGE: ChannelError = {
  code: 'ANSWER_TOO_LARGE',
  meaning: 'La réponse est démesurée.',
  advice: 'Vérifiez WHATSAPP_GRAPH_BASE_URL et ce qui se trouve entre Relais et Meta.',
};

/** A call that brought no answer, or none that could be kept. */
export function unreachable({ end, cause }: { end: 'unsent' | 'unknown'; cause: string }): Failure {
  if (cause === 'ANSWER_TOO_LARGE') return { cause: 'too-much', words: TOO_LARGE };
  const meaning =
    end === 'unsent'
      ? 'Meta est injoignable.'
      : 'La connexion à Meta s’est rompue avant la réponse : l’appel a peut-être abouti.';
  const advice = 'Vérifiez l’accès à Internet, puis réessayez.';
  return { cause: 'passing', words: { code: cause, meaning, advice } };
}

/** Why an answer is no success; `null` when it is one. An `error` counts whatever the status says. */
export function failureOf(answer: Answered): Failure | null {
  const { status, body } = answer;
  const said = asObject(body?.['error']);
  if (said) return spoken(graphErrorOf(said), status);
  if (status === 429) return { cause: 'quota', words: LIMITED };
  if (status >= 500) return { cause: 'passing', words: { ...DOWN, code: String(status) } };
  if (status >= 300 || !body) return { cause: 'malformed', words: { ...FOREIGN, code: String(status) } };
  return body['error'] === undefined ? null : { cause: 'malformed', words: FOREIGN };
}

/** The failure in one text for people. */
export function textOf({ words }: Pick<Failure, 'words'>): string {
  return `${words.meaning} ${words.advice}`;
}

function spoken(error: GraphError, status: number): Failure {
  return { cause: causeOf(error, status), words: channelError(error), error };
}

function causeOf(error: GraphError, status: number): FailureCause {
  if (saysTokenIsDead(error, status)) return 'token';
  if (error.code === BAD_CURSOR) return 'cursor';
  if (error.code === 1 && error.title?.includes('reduce the amount of data')) return 'too-much';
  const family = familyOf(error);
  if (family === 'throttle') return 'quota';
  if (error.transient || family === 'temporary') return 'passing';
  if (family === 'auth' || family === 'account') return 'permission';
  if (status === 429) return 'quota';
  if (family === null && status >= 500) return 'passing';
  return family === null && status < 300 ? 'malformed' : 'refused';
}
