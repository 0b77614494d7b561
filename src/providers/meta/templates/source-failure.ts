import { redact } from '../../../kernel/redact.js';
import { type SourceCause, SourceError } from '../../../template-sync/template-sync.port.js';
import { type Failure, type FailureCause, textOf } from '../graph/failure.js';

const CAUSES: Record<FailureCause, SourceCause> = {
  token: 'token',
  permission: 'permission',
  quota: 'quota',
  cursor: 'cursor',
  malformed: 'malformed-answer',
  'too-much': 'malformed-answer',
  passing: 'unreachable',
  refused: 'refused',
};

const DUPLICATE = 2388024;

/** Refusals of templates in our words; Meta's own follow. */
const REFUSALS = new Map<number, string>([
  [DUPLICATE, 'Un modèle de ce nom existe déjà dans cette langue.'],
  [2388019, 'Le compte a atteint le nombre de modèles que Meta permet.'],
  [2388039, 'Le format du modèle n’est pas accepté.'],
  [2388040, 'Le format du modèle n’est pas accepté.'],
  [2388047, 'Le format du modèle n’est pas accepté.'],
  [2388072, 'Le format du modèle n’est pas accepté.'],
  [2388073, 'Le format du modèle n’est pas accepté.'],
  [2388293, 'Le format du modèle n’est pas accepté.'],
  [2388299, 'Le format du modèle n’est pas accepté.'],
]);

/** No token works, and Meta was not even asked. */
export const NO_TOKEN: Failure = {
  cause: 'token',
  words: {
    code: 'token',
    meaning: 'Aucun jeton d’accès de ce compte ne fonctionne.',
    advice: 'Remplacez le jeton d’accès, puis réessayez.',
  },
};

/** What the rest of the house is told. */
export function sourceError(failure: Failure): SourceError {
  const { code, subcode } = failure.error ?? {};
  const number = subcode === undefined ? failure.words.code : `${code}/${subcode}`;
  const isDuplicate = failure.cause === 'refused' && [code, subcode].includes(DUPLICATE);
  return new SourceError(
    isDuplicate ? 'duplicate' : CAUSES[failure.cause],
    inWords(failure),
    `${failure.cause} (${number})`,
  );
}

function inWords(failure: Failure): string {
  const { error } = failure;
  const known = REFUSALS.get(error?.subcode ?? 0) ?? REFUSALS.get(error?.code ?? 0);
  if (failure.cause !== 'refused' || !error) return textOf(failure);
  const said = error.explanation ?? error.title;
  const quoted = said ? ` Meta dit : « ${redact(said)} ».` : '';
  return `${known ?? failure.words.meaning}${quoted}`;
}
