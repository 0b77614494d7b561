import type { FailureOutcome, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { within } from '../../../kernel/text.js';
import type { EndpointName } from '../config/endpoint.js';
import { at } from './pointer.js';
import { type Answer, isPage } from './verdict.js';

const FILE = 'DHIS2_CONFIG_FILE';

/** What to do, by cause; `{endpoint}` becomes the part of the file. */
const ADVICE: Readonly<Record<string, string>> = {
  timeout: 'Le serveur ne répond pas à temps. S’il est lent d’ordinaire, augmentez DHIS2_TIMEOUT_MS.',
  unreachable: 'Le serveur est injoignable. Vérifiez DHIS2_BASE_URL, le réseau et le pare-feu.',
  cut: 'La liaison s’est rompue avant la réponse. L’essai suivant demandera d’abord si le client existe.',
  'called-off': 'L’appel a été interrompu de notre côté. Il sera repris.',
  certificate:
    'Le certificat TLS du serveur n’est pas accepté. Faites-le renouveler, ou donnez son autorité par NODE_EXTRA_CA_CERTS.',
  tls: 'Le serveur ne parle pas TLS comme attendu. Vérifiez https:// et le port dans DHIS2_BASE_URL.',
  'answer-too-large': `La réponse dépasse 1 Mio. Limitez-la par query dans {endpoint} de ${FILE}.`,
  redirect: `L’adresse redirige, souvent vers une page de connexion. Corrigez DHIS2_BASE_URL, le chemin de {endpoint} ou l’authentification.`,
  'not-json': `La réponse n’est pas du JSON : une page de connexion ou un proxy répond. Vérifiez le chemin de {endpoint} dans ${FILE}.`,
  'error-body': `Le serveur répond par une erreur dans le corps. Lisez ses mots ; success et outcomes de {endpoint} disent comment la comprendre.`,
  shape: `La réponse n’a pas la forme attendue. Vérifiez les pointeurs read de {endpoint} dans ${FILE}.`,
  'other-codes': `La recherche rend des clients d’autres codes : le serveur n’a pas compris le critère. Vérifiez query ou body de {endpoint} dans ${FILE}.`,
  'no-client-id': `La création a réussi mais la réponse ne donne pas l’identifiant. Corrigez read.clientId de {endpoint} dans ${FILE}.`,
  'value-missing': `Une valeur de {endpoint} manque : ajoutez la question, sa traduction dans answers, ou retirez le nom de ${FILE}.`,
  'not-supported': `Ce serveur n’a pas d’adresse pour cela : {endpoint} est désactivé dans ${FILE}. Faites-le à la main dans le registre.`,
  'cannot-confirm':
    'Le serveur dit que ce code existe mais non à qui. Cherchez ce client dans le registre, puis décidez.',
  'several-candidates':
    'Plusieurs clients portent ce code et aucun ne porte notre référence. Cherchez le nôtre dans le registre.',
};

const BY_OUTCOME: Readonly<Record<FailureOutcome, string>> = {
  rejected: `Le serveur refuse ces données. Lisez ses mots et comparez avec body de {endpoint} dans ${FILE}.`,
  misconfigured: `Cette adresse n’existe pas ou attend autre chose. Vérifiez method et path de {endpoint} dans ${FILE}.`,
  unauthorised: `Le serveur refuse le compte. Vérifiez DHIS2_API_TOKEN ou le mot de passe, leurs droits, et auth de {endpoint}.`,
  retryable: 'Le serveur a un ennui passager. L’envoi sera repris.',
  unknown: 'On ne sait pas si le serveur l’a fait. L’essai suivant le demandera d’abord.',
};

interface Details {
  words?: string;
  status?: number;
  retryAfterMs?: number;
  review?: GatewayFailure['review'];
  partial?: true;
}

export function failure(
  name: EndpointName,
  outcome: FailureOutcome,
  cause: string,
  details: Details = {},
): GatewayFailure {
  const advice = adviceFor(name, details.partial === true ? 'rejected' : outcome, cause);
  return { outcome, cause, words: '', advice, ...details };
}

export function adviceFor(name: EndpointName, outcome: FailureOutcome, cause: string): string {
  return (ADVICE[cause] ?? BY_OUTCOME[outcome]).replaceAll('{endpoint}', `endpoints.${name}`);
}

const USUAL_PLACES = [
  '/message',
  '/error/message',
  '/error',
  '/detail',
  '/title',
  '/description',
  '/errors/0/message',
];

/** The server's own words: of JSON the member that holds them, of a page its title. The rest may hold other people's data. */
export function wordsOf(answer: Answer, pointer: string | undefined): string {
  return within(found(answer, pointer).replace(/\s+/g, ' ').trim(), MOST_WORDS);
}

function found(answer: Answer, pointer: string | undefined): string {
  if (answer.json !== undefined) {
    const places = pointer === undefined ? USUAL_PLACES : [pointer];
    const word = places.map((place) => at(place, answer.json)).find((each) => typeof each === 'string');
    return typeof word === 'string' ? word : '';
  }
  if (isPage(answer)) return /<title[^>]*>([^<]*)/i.exec(answer.body)?.[1] ?? '';
  return answer.body.slice(0, MOST_PLAIN);
}

const MOST_WORDS = 1000;
const MOST_PLAIN = 300;

/** Why no answer came. `mayBeDone`: the call changes something there. */
export function silence(name: EndpointName, end: 'unsent' | 'unknown', code: string): GatewayFailure {
  const cause = causeOf(code, end);
  if (end === 'unsent')
    return failure(name, cause === 'certificate' || cause === 'tls' ? 'misconfigured' : 'retryable', cause);
  const changes = name === 'create' || name === 'merge' || name === 'flag';
  if (changes) return failure(name, 'unknown', cause);
  return failure(name, cause === 'answer-too-large' ? 'misconfigured' : 'retryable', cause);
}

function causeOf(code: string, end: 'unsent' | 'unknown'): string {
  if (code === 'CALLED_OFF') return 'called-off';
  if (/TIMEOUT|TIMEDOUT/.test(code)) return 'timeout';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ISSUER|HOSTNAME_MISMATCH/.test(code)) return 'certificate';
  if (/SSL|TLS|EPROTO/.test(code)) return 'tls';
  if (code === 'ANSWER_TOO_LARGE') return 'answer-too-large';
  return end === 'unsent' ? 'unreachable' : 'cut';
}
