import type { GatewayFailure } from '../dhis2.port.js';

const FAILURES: readonly string[] = ['rejected', 'misconfigured', 'unauthorised', 'retryable', 'unknown'];

/** Whether a call gave nothing. */
export function isFailure(answer: { outcome: string }): answer is GatewayFailure {
  return FAILURES.includes(answer.outcome);
}

/** As it fits where it is kept: an odd word of a server must not keep others from being written. */
export function tidy<F extends GatewayFailure>(failure: F): F {
  const cause = failure.cause.replaceAll(/[^\x21-\x7e]+/g, '-').slice(0, MOST_CAUSE);
  return {
    ...failure,
    cause: cause === '' ? failure.outcome : cause,
    advice: failure.advice.slice(0, MOST_ADVICE),
  };
}

const MOST_CAUSE = 60;
const MOST_ADVICE = 500;

export const TIME_IS_OVER: GatewayFailure = {
  outcome: 'retryable',
  cause: 'timeout',
  words: '',
  advice:
    'DHIS2 a répondu trop lentement pour que l’essai aille à son terme. Un nouvel essai suivra ; si cela dure, augmentez DHIS2_TIMEOUT_MS.',
};

export const BROKEN: GatewayFailure = {
  outcome: 'retryable',
  cause: 'fault',
  words: '',
  advice: 'Une erreur de Relais a interrompu l’essai ; le journal la nomme. Un nouvel essai suivra.',
};

export const ODD_ID: GatewayFailure = {
  outcome: 'misconfigured',
  cause: 'client-id',
  words: '',
  advice:
    'Le serveur a créé le client sans dire un identifiant utilisable. Vérifiez d’où la configuration le lit.',
};

export const ODD_CODE: GatewayFailure = {
  outcome: 'misconfigured',
  cause: 'code-format',
  words: '',
  advice:
    'Le serveur a donné un code qui n’en est pas un : plus de 40 caractères, ou des signes inattendus. Vérifiez d’où la configuration le lit.',
};

export const USED_BY_ANOTHER =
  'Quelqu’un a déjà ce code dans DHIS2. Comparez les deux dossiers, puis dites si c’est la même personne.';
