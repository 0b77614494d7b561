import type { Finding, GatewayFailure, Patience, Registration } from '../../dhis2/dhis2.port.js';
import { foundIn } from './calls/clients.js';
import type { CustomClient, Heard } from './calls/custom.client.js';
import { messageOf } from './calls/message.js';
import { at } from './calls/pointer.js';
import { type EndpointName, ENDPOINTS } from './config/endpoint.js';
import { answersIn } from './config/placeholders.js';

/** Asks every address that can be asked without changing anything there, and says which were not. */
export async function* check(client: CustomClient, signal?: AbortSignal): AsyncIterable<Finding> {
  const patience: Patience = { leftMs: CHECK_MS, signal };
  const { endpoints, warnings } = client.config;
  for (const warning of warnings) yield { state: 'warning', ...warning };
  if (client.isReadable) yield READABLE;
  const open = ENDPOINTS.filter((name) => endpoints[name].enabled && endpoints[name].auth.kind === 'none');
  if (open.length > 0)
    yield { state: 'warning', title: `Authentification : aucune pour ${open.join(', ')}`, advice: NO_AUTH };
  const silent = await client.greet(patience);
  if (silent !== undefined)
    return yield {
      state: 'failed',
      title: `Serveur : aucune réponse (${silent.cause})`,
      advice: silent.advice,
    };
  yield { state: 'ok', title: 'Serveur : il répond' };
  for (const name of ENDPOINTS) {
    if (!endpoints[name].enabled) yield { state: 'untried', title: `${labelOf(client, name)} : désactivé` };
    else if (isTried(client, name)) yield await tried(client, name, patience);
    else yield { state: 'untried', title: `${labelOf(client, name)} : non essayé, ${REASONS[name]}` };
  }
}

const CHECK_MS = 10_000;
const READABLE: Finding = {
  state: 'warning',
  title: 'DHIS2_BASE_URL : http sans TLS, les codes et le mot de passe passent en clair',
  advice: 'Passez à https, sauf sur un réseau que personne d’autre ne lit.',
};
const NO_AUTH =
  'Donnez DHIS2_API_TOKEN ou un compte, ou auth dans DHIS2_CONFIG_FILE, si ce serveur n’est pas ouvert exprès.';

const WRITES = 'l’appeler changerait le registre';
const REASONS: Readonly<Record<EndpointName, string>> = {
  validate: 'check vaut false',
  search: 'check vaut false',
  generate: 'check vaut false ; avec true il est appelé avec des réponses inventées',
  create: WRITES,
  merge: WRITES,
  flag: WRITES,
};

function isTried({ config }: CustomClient, name: EndpointName): boolean {
  return (name === 'validate' || name === 'search' || name === 'generate') && config.endpoints[name].check;
}

function labelOf({ config }: CustomClient, name: EndpointName): string {
  const { method, path } = config.endpoints[name];
  return `${name} (${method} ${path})`;
}

async function tried(client: CustomClient, name: EndpointName, patience: Patience): Promise<Finding> {
  const nobody = madeUp(client);
  const heard = await client.ask(name, messageOf(nobody, client.config), patience);
  const title = labelOf(client, name);
  if ('outcome' in heard) return refused(title, heard);
  if (name === 'generate') return generated(title, heard);
  const seen = foundIn(name, heard, nobody);
  if (seen.outcome === 'not-found')
    return { state: 'ok', title: `${title} : il ne connaît pas le code inventé` };
  if (seen.outcome !== 'found') return refused(title, seen);
  return { state: 'warning', title: `${title} : il connaît le code inventé ${nobody.code}`, advice: KNOWN };
}

const KNOWN =
  'Si ce code n’a pas été enregistré, vérifiez read et outcomes : tout code semblerait déjà pris.';
const NO_CODE = 'Vérifiez read.code de endpoints.generate dans DHIS2_CONFIG_FILE.';

function generated(title: string, { answer, endpoint }: Exclude<Heard, GatewayFailure>): Finding {
  const code = at(endpoint.read.code ?? '', answer.json);
  return typeof code === 'string' && code.trim() !== ''
    ? { state: 'ok', title: `${title} : il donne un code` }
    : { state: 'failed', title: `${title} : pas de code dans la réponse`, advice: NO_CODE };
}

/** What a code of nobody makes a server refuse may be the code itself: a warning. */
function refused(title: string, { outcome, cause, words, advice, partial }: GatewayFailure): Finding {
  const said = words === '' ? '' : ` : « ${words.slice(0, 200)} »`;
  const state = outcome === 'rejected' || outcome === 'retryable' || partial === true ? 'warning' : 'failed';
  return { state, title: `${title} : ${outcome} (${cause})${said}`, advice };
}

/** Somebody who is not: answers that the shipped questions could give, and for others a letter that fits most. */
function madeUp({ config }: CustomClient): Registration {
  const keys = answersIn(Object.values(config.endpoints));
  const answers = keys.map((key) => [key, answerOf(key, config.answers[key])] as const);
  return {
    reference: 'relais-check',
    references: {},
    code: 'QZXQZX0ZZ4',
    answers: Object.fromEntries(answers),
    issuedAt: new Date(0),
    possibleDuplicate: false,
  };
}

const SHIPPED: Readonly<Record<string, string>> = {
  family: 'QZX',
  given: 'QZX',
  year: '0',
  town: 'ZZ',
  gender: '4',
};

function answerOf(key: string, table: Readonly<Record<string, unknown>> | undefined): string {
  const usual = SHIPPED[key] ?? 'X';
  if (table === undefined || Object.hasOwn(table, usual)) return usual;
  return Object.keys(table)[0] ?? usual;
}
