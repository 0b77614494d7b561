import type { FailureOutcome, GatewayFailure } from '../../../dhis2/dhis2.port.js';

interface Fate {
  outcome: FailureOutcome;
  advice: string;
  partial?: true;
}

const ADDRESS = 'Vérifiez DHIS2_BASE_URL : l’adresse de DHIS2 telle qu’un navigateur la montre, sans /api.';
const LATER = 'Relais réessaie de lui-même.';
const RIGHTS =
  'Donnez au compte le partage du programme et du type d’entité, et des unités d’organisation ; « dhis2:check » dit ce qui manque.';

/** What each cause means where no error code of DHIS2 says more. For a call that writes, `doubtful` causes end in `unknown`. */
const FATES = {
  unreachable: {
    outcome: 'retryable',
    advice: `Le serveur DHIS2 ne répond pas. Vérifiez qu’il tourne, le réseau et DHIS2_BASE_URL. ${LATER}`,
  },
  cut: {
    outcome: 'retryable',
    advice: `La liaison s’est rompue avant la réponse. ${LATER} Si cela dure, regardez le réseau, le serveur mandataire, et si DHIS2_BASE_URL commence par http:// au lieu de https://.`,
  },
  timeout: {
    outcome: 'retryable',
    advice: `DHIS2 n’a pas répondu à temps. S’il est toujours lent, augmentez DHIS2_TIMEOUT_MS. ${LATER}`,
  },
  'called-off': { outcome: 'retryable', advice: `Relais s’arrêtait ou n’avait plus le temps. ${LATER}` },
  certificate: {
    outcome: 'misconfigured',
    advice:
      'Le certificat du serveur DHIS2 n’est pas valable : faites-le renouveler, ou donnez l’autorité qui l’a signé par NODE_EXTRA_CA_CERTS.',
  },
  tls: {
    outcome: 'misconfigured',
    advice: `Le serveur ne parle pas HTTPS comme il faut à cette adresse. ${ADDRESS} S’il n’a pas de certificat, elle commence par http://.`,
  },
  'answer-too-large': { outcome: 'misconfigured', advice: `La réponse est démesurée. ${ADDRESS}` },
  'login-redirect': {
    outcome: 'unauthorised',
    advice:
      'DHIS2 renvoie vers sa page de connexion : le compte ou le jeton n’est pas accepté. Corrigez DHIS2_API_TOKEN, ou DHIS2_API_USERNAME et DHIS2_API_PASSWORD.',
  },
  redirect: {
    outcome: 'misconfigured',
    advice: `Le serveur renvoie vers une autre adresse, et Relais ne suit pas les renvois. ${ADDRESS} Souvent, il manque le s de https.`,
  },
  'http-401': {
    outcome: 'unauthorised',
    advice:
      'Le compte ou le jeton est refusé. Un jeton vit 30 jours s’il n’a pas été fait pour plus longtemps : produisez-en un autre, puis changez DHIS2_API_TOKEN.',
  },
  'http-403': { outcome: 'unauthorised', advice: `Le compte n’a pas ce droit. ${RIGHTS}` },
  'http-429': {
    outcome: 'retryable',
    advice: `Trop d’appels au goût du serveur. ${LATER} Au besoin, baissez DHIS2_CONCURRENCY.`,
  },
  'http-503': { outcome: 'retryable', advice: `DHIS2 est occupé ou en maintenance. ${LATER}` },
  'http-404': { outcome: 'misconfigured', advice: `Cette adresse n’existe pas sur le serveur. ${ADDRESS}` },
  html: { outcome: 'misconfigured', advice: `Une page est venue à la place des données. ${ADDRESS}` },
  empty: {
    outcome: 'retryable',
    advice: `La réponse était vide. ${LATER} Si cela dure, regardez le serveur mandataire devant DHIS2.`,
  },
  'not-json': { outcome: 'retryable', advice: `La réponse était illisible ou coupée. ${LATER}` },
  'unexpected-answer': {
    outcome: 'misconfigured',
    advice: `La réponse n’est pas celle de DHIS2. ${ADDRESS} Lancez « dhis2:check ».`,
  },
  'async-import': {
    outcome: 'unknown',
    advice:
      'DHIS2 a mis l’enregistrement en file d’attente bien que Relais demande une réponse immédiate : un serveur mandataire enlève les paramètres de l’adresse. Relais demandera à DHIS2 ce qui en est.',
  },
  'nothing-created': {
    outcome: 'unknown',
    advice: 'DHIS2 dit que tout va, sans avoir rien créé. Relais lui demandera ce qui en est.',
  },
  'import-aborted': { outcome: 'retryable', advice: `DHIS2 a interrompu l’importation. ${LATER}` },
  'version-unknown': { outcome: 'misconfigured', advice: `Le serveur ne dit pas sa version. ${ADDRESS}` },
  'version-too-old': {
    outcome: 'misconfigured',
    advice: 'Cette version de DHIS2 est trop ancienne : il faut la 2.40 ou une plus récente.',
  },
  'program-not-found': {
    outcome: 'misconfigured',
    advice: `DHIS2 ne montre pas ce programme au compte. Vérifiez « program » dans DHIS2_CONFIG_FILE. ${RIGHTS}`,
  },
  'unit-not-found': {
    outcome: 'misconfigured',
    advice:
      'DHIS2 ne montre pas cette unité d’organisation au compte. Vérifiez « orgUnit » dans DHIS2_CONFIG_FILE.',
  },
  'attribute-unknown': {
    outcome: 'misconfigured',
    advice:
      'Un attribut de DHIS2_CONFIG_FILE n’appartient ni au programme ni à son type d’entité. « dhis2:check » dit lequel.',
  },
  'option-unmapped': {
    outcome: 'misconfigured',
    partial: true,
    advice:
      'Une réponse n’a pas d’option correspondante dans DHIS2_CONFIG_FILE (attributes.answers.….options). Ajoutez-la, puis redémarrez.',
  },
  'filter-ignored': {
    outcome: 'misconfigured',
    advice:
      'DHIS2 a répondu par des clients qui ont d’autres codes : la recherche n’a pas été comprise. Vérifiez « attributes.code » et lancez « dhis2:check ».',
  },
  'not-searchable': {
    outcome: 'misconfigured',
    advice:
      'L’attribut du code n’est pas « recherchable » : cochez-le dans le programme et dans le type d’entité.',
  },
  'search-too-narrow': {
    outcome: 'misconfigured',
    advice:
      'Le programme demande plusieurs attributs pour chercher : mettez à 1 le nombre minimal d’attributs de recherche.',
  },
  'client-hidden': {
    outcome: 'rejected',
    advice:
      'Le client existe dans DHIS2, mais le compte ne peut pas le voir. Vérifiez-le dans DHIS2, puis décidez.',
  },
  'client-changed': {
    outcome: 'rejected',
    advice:
      'Le client que Relais a créé porte maintenant un autre code dans DHIS2. Vérifiez-le dans DHIS2, puis décidez.',
  },
  'client-deleted': {
    outcome: 'rejected',
    advice:
      'Ce client a été supprimé dans DHIS2, où son identifiant ne peut plus servir. Une personne doit décider.',
  },
  'client-not-found': {
    outcome: 'rejected',
    advice: 'DHIS2 ne connaît pas (ou plus) un de ces deux clients. Vérifiez-le dans DHIS2.',
  },
  'merge-unsupported': {
    outcome: 'rejected',
    advice:
      'DHIS2 ne fusionne pas deux clients d’un même programme par son API. Une personne le fait dans DHIS2, où la paire est signalée.',
  },
} as const satisfies Record<string, Fate>;

export type Cause = keyof typeof FATES;

/** What is known of one failure beside its cause. */
export type Detail = Partial<
  Pick<GatewayFailure, 'outcome' | 'words' | 'advice' | 'status' | 'retryAfterMs' | 'review'>
>;

export function failure(cause: Cause, detail: Detail = {}): GatewayFailure {
  return { cause, words: '', ...FATES[cause], ...detail };
}

/** A status that has no words of its own. */
export function httpFailure(status: number, detail: Detail): GatewayFailure {
  const cause = `http-${status}`;
  if (isCause(cause)) return failure(cause, { status, ...detail });
  const outcome = status >= 500 || status === 408 || status === 425 ? 'retryable' : 'misconfigured';
  const advice =
    outcome === 'retryable'
      ? `DHIS2 a eu une erreur. ${LATER} Si cela dure, regardez le journal du serveur DHIS2.`
      : `DHIS2 refuse la demande ; lisez ce qu’il en dit. ${ADDRESS} Lancez « dhis2:check ».`;
  return { outcome, cause, words: '', advice, status, ...detail };
}

export function isFailure(result: object): result is GatewayFailure {
  return 'cause' in result;
}

function isCause(word: string): word is Cause {
  return word in FATES;
}
