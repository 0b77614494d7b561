import type {
  Created,
  Dhis2Gateway,
  Finding,
  Found,
  GatewayFailure,
  Generated,
  Patience,
  Registration,
} from '../../dhis2/dhis2.port.js';
import { type Candidate, foundIn, idOf } from './calls/clients.js';
import type { CustomClient, Heard } from './calls/custom.client.js';
import { failure } from './calls/failure.js';
import { messageOf, pairMessage } from './calls/message.js';
import { at } from './calls/pointer.js';
import { check } from './check.js';
import type { EndpointName } from './config/endpoint.js';
import { answersIn } from './config/placeholders.js';

type Seen = { outcome: 'found'; clients: readonly Candidate[] } | { outcome: 'not-found' };

/** A server that offers up to six addresses of its own, each spoken with as the deployment's file says. */
export class CustomGateway implements Dhis2Gateway {
  readonly name = 'custom';
  readonly answers: Dhis2Gateway['answers'];
  readonly can: Dhis2Gateway['can'];
  readonly #client: CustomClient;

  constructor(client: CustomClient) {
    const { endpoints, sameCode, answers } = client.config;
    const needed = answersIn(Object.values(endpoints).filter(({ enabled }) => enabled));
    this.answers = { needed, used: [...new Set([...needed, ...Object.keys(answers)])] };
    this.#client = client;
    this.can = { sameCode, merge: endpoints.merge.enabled, generate: endpoints.generate.enabled };
  }

  /** Our reference is enough. */
  references(): Readonly<Record<string, string>> {
    return {};
  }

  validate(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    return this.#look(['validate', 'search'], registration, patience);
  }

  search(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    return this.#look(['search', 'validate'], registration, patience);
  }

  async generate(registration: Registration, patience: Patience): Promise<Generated | GatewayFailure> {
    if (!this.can.generate) return { outcome: 'generated', code: registration.code };
    const heard = await this.#ask('generate', registration, patience);
    if (isFailure(heard)) return heard;
    const told = at(heard.endpoint.read.code ?? '', heard.answer.json);
    const code = typeof told === 'string' ? told.trim().toUpperCase() : '';
    if (code !== '' && code.length <= LONGEST_CODE) return { outcome: 'generated', code };
    return failure('generate', 'misconfigured', 'shape', { status: heard.answer.status });
  }

  async create(registration: Registration, patience: Patience): Promise<Created | GatewayFailure> {
    const heard = await this.#ask('create', registration, patience);
    if (isFailure(heard)) return heard;
    const { verdict, answer, endpoint, words } = heard;
    const clientId = idOf(endpoint.read.clientId, answer.json) ?? idIn(heard.location);
    const isOurs = idOf(endpoint.read.clientReference, answer.json) === registration.reference;
    if (verdict.outcome === 'used-by-another' && !(isOurs && clientId !== null))
      return { outcome: 'used-by-another', words, advice: USED };
    if (clientId === null)
      return failure('create', 'unknown', 'no-client-id', { words, status: answer.status });
    return { outcome: verdict.outcome === 'done' ? 'created' : 'already-ours', clientId };
  }

  async confirm(
    registration: Registration,
    known: readonly string[],
    patience: Patience,
  ): Promise<Created | { outcome: 'not-found' } | GatewayFailure> {
    const name = this.#client.config.endpoints.search.enabled ? 'search' : 'validate';
    const seen = await this.#look([name, 'validate'], registration, patience);
    if (seen.outcome !== 'found') return seen;
    if (seen.clients.length === 0) return failure(name, 'rejected', 'cannot-confirm', { review: 'unclear' });
    const ours = seen.clients.find(({ isOurs }) => isOurs);
    if (ours !== undefined) return { outcome: 'already-ours', clientId: ours.id };
    const [fresh, ...more] = seen.clients.filter(
      ({ id, reference }) => reference === null && !known.includes(id),
    );
    if (more.length > 0) return failure(name, 'rejected', 'several-candidates', { review: 'unclear' });
    return fresh === undefined ? { outcome: 'not-found' } : { outcome: 'created', clientId: fresh.id };
  }

  async flagDuplicate(
    pair: { original: string; duplicate: string },
    patience: Patience,
  ): Promise<{ outcome: 'flagged' } | GatewayFailure> {
    const fault = await this.#tell('flag', pair, patience);
    return fault ?? { outcome: 'flagged' };
  }

  async merge(
    pair: { keep: string; merge: string },
    patience: Patience,
  ): Promise<{ outcome: 'merged' } | GatewayFailure> {
    const fault = await this.#tell('merge', pair, patience);
    return fault ?? { outcome: 'merged' };
  }

  check(signal?: AbortSignal): AsyncIterable<Finding> {
    return check(this.#client, signal);
  }

  /** By the first of two addresses that is there; where neither is, nobody is known and the server has to refuse itself. */
  async #look(
    names: readonly ('validate' | 'search')[],
    registration: Registration,
    patience: Patience,
  ): Promise<Seen | GatewayFailure> {
    const name = names.find((each) => this.#client.config.endpoints[each].enabled);
    if (name === undefined) return { outcome: 'not-found' };
    const heard = await this.#ask(name, registration, patience);
    return isFailure(heard) ? heard : foundIn(name, heard, registration);
  }

  #ask(name: EndpointName, registration: Registration, patience: Patience): Promise<Heard> {
    return this.#client.ask(name, messageOf(registration, this.#client.config), patience);
  }

  async #tell(
    name: 'merge' | 'flag',
    pair: Readonly<Record<string, string>>,
    patience: Patience,
  ): Promise<GatewayFailure | undefined> {
    if (!this.#client.config.endpoints[name].enabled) return failure(name, 'rejected', 'not-supported');
    const heard = await this.#client.ask(name, pairMessage(pair), patience);
    return isFailure(heard) ? heard : undefined;
  }
}

/** As many characters as a code can be kept with. */
const LONGEST_CODE = 64;

const USED =
  'Le serveur dit que ce code est à quelqu’un d’autre. Cherchez ce client dans le registre : est-ce la même personne ?';

function isFailure(heard: Heard): heard is GatewayFailure {
  return 'outcome' in heard;
}

/** The last part of `Location`, where a server tells the id of what it made only there. */
function idIn(location: string): string | null {
  const part = /([^/?#]+)\/?(?:[?#].*)?$/.exec(location)?.[1];
  if (part === undefined) return null;
  try {
    return idOf('', decodeURIComponent(part));
  } catch {
    return null;
  }
}
