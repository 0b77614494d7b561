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
import type { Clock } from '../../kernel/clock.js';
import { Allowance } from './allowance.js';
import { Checkup } from './check/checkup.js';
import { failure, isFailure } from './failures/failure.js';
import { masked, plain } from './failures/masking.js';
import { isTooMany, refusalOf } from './failures/refusal.js';
import { type Pair, pairIn, pairQuery, saysPairExists } from './register/pairs.js';
import { questionsOf, type TrackerPlan } from './plan/tracker-plan.js';
import { clientIn, clientQuery, clientsIn, sameCode, searchQuery } from './register/clients.js';
import { bodyOf, draftOf, importQuery, ownOf } from './register/draft.js';
import { verdictOf } from './register/import-verdict.js';
import { idsOf, newIds } from './register/uid.js';
import { TrackerServer } from './server/tracker-server.js';
import type { TrackerClient } from './tracker.client.js';

/** DHIS2 by its own Tracker API, 2.40 and newer. */
export class TrackerGateway implements Dhis2Gateway {
  readonly name = 'tracker';
  readonly answers: Dhis2Gateway['answers'];
  readonly #server: TrackerServer;
  /** Who was seen when a registration was validated: its search, a moment later, is the same question. */
  readonly #seen = new WeakMap<Registration, { found: Found; at: number }>();

  constructor(
    private readonly client: TrackerClient,
    private readonly plan: TrackerPlan,
    private readonly clock: Clock,
  ) {
    this.answers = { needed: [], used: questionsOf(plan) };
    this.#server = new TrackerServer(client, plan, clock);
  }

  /** Before the program was seen, two clients with one code are taken to be possible: DHIS2 says so where they are not. */
  get can(): Dhis2Gateway['can'] {
    const { uniqueCode, attributes } = this.plan;
    const unique = uniqueCode ?? this.#server.latestProgram?.attributes.get(attributes.code)?.unique ?? false;
    return { sameCode: !unique, merge: false, generate: false };
  }

  references(): Readonly<Record<string, string>> {
    return { ...newIds() };
  }

  /** One call tells both whether and who. */
  async validate(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    const found = await this.#told(registration, this.#search(registration, new Allowance(patience)));
    if (!isFailure(found)) this.#seen.set(registration, { found, at: performance.now() });
    return found;
  }

  async search(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    const seen = this.#seen.get(registration);
    this.#seen.delete(registration);
    if (seen !== undefined && performance.now() - seen.at < A_MOMENT_MS) return seen.found;
    return this.#told(registration, this.#search(registration, new Allowance(patience)));
  }

  /** DHIS2's patterns know nothing of answers: it cannot make this code. */
  generate({ code }: Registration): Promise<Generated> {
    return Promise.resolve({ outcome: 'generated', code });
  }

  create(registration: Registration, patience: Patience): Promise<Created | GatewayFailure> {
    this.#seen.delete(registration);
    return this.#told(registration, this.#create(registration, new Allowance(patience)));
  }

  confirm(
    registration: Registration,
    _known: readonly string[],
    patience: Patience,
  ): Promise<Created | { outcome: 'not-found' } | GatewayFailure> {
    return this.#told(registration, this.#confirm(registration, new Allowance(patience)));
  }

  async flagDuplicate(pair: Pair, patience: Patience): Promise<{ outcome: 'flagged' } | GatewayFailure> {
    const flagged = await this.#flag(pair, new Allowance(patience));
    return isFailure(flagged) ? plain(flagged) : flagged;
  }

  merge(): Promise<GatewayFailure> {
    return Promise.resolve(failure('merge-unsupported'));
  }

  check(signal?: AbortSignal): AsyncIterable<Finding> {
    this.#server.doubt();
    return new Checkup({
      client: this.client,
      server: this.#server,
      plan: this.plan,
      clock: this.clock,
    }).findings(signal);
  }

  /** DHIS2's words without the person, and what was believed of DHIS2 put in doubt when it did not understand. */
  async #told<T extends object>(registration: Registration, act: Promise<T>): Promise<T> {
    const result = await act;
    if (isFailure(result) && (result.outcome === 'misconfigured' || result.cause in DATED))
      this.#server.doubt();
    return masked(result, registration, this.plan);
  }

  async #search(registration: Registration, allowance: Allowance): Promise<Found | GatewayFailure> {
    const known = await this.#server.known(allowance);
    if (isFailure(known)) return known;
    const { dialect } = known.server;
    const unit = dialect.modeNeedsUnit ? await this.#server.unit(allowance) : { uid: undefined };
    if (isFailure(unit)) return unit;
    const query = searchQuery(registration.code, this.plan, { dialect, unit: unit.uid });
    const answer = await this.client.get('tracker/trackedEntities', query, allowance);
    if (isFailure(answer)) return answer;
    if (isTooMany(answer)) return { outcome: 'found', clients: [] };
    if (answer.status >= 400) return refusalOf(answer);
    const sought = {
      code: registration.code,
      ours: idsOf(registration).client,
      attribute: this.plan.attributes.code,
    };
    const clients = clientsIn(answer, { ...sought, list: dialect.list });
    if (isFailure(clients)) return clients;
    return clients.length === 0 ? { outcome: 'not-found' } : { outcome: 'found', clients };
  }

  async #create(registration: Registration, allowance: Allowance): Promise<Created | GatewayFailure> {
    const known = await this.#server.known(allowance);
    if (isFailure(known)) return known;
    const draft = draftOf(registration, this.plan, known.server.time);
    if (isFailure(draft)) return draft;
    const body = bodyOf(draft, this.plan, known.program);
    if (isFailure(body)) return body;
    const answer = await this.client.post(
      'tracker',
      { query: importQuery(this.plan, 'COMMIT'), body },
      allowance,
    );
    if (isFailure(answer)) return answer;
    const codeAttribute = this.plan.attributes.code;
    const verdict = verdictOf(answer, { ids: draft.ids, codeAttribute, own: ownOf(draft, this.plan) });
    if (verdict.end === 'failed') return verdict.failure;
    if (verdict.end === 'imported') return { outcome: 'created', clientId: draft.ids.client };
    if (verdict.end === 'taken') {
      const { words, advice } = verdict;
      return { outcome: 'used-by-another', words, advice };
    }
    const seen = await this.#confirm(registration, allowance);
    if (seen.outcome !== 'not-found') return seen;
    return failure('client-hidden', { words: verdict.because.words, review: 'unclear' });
  }

  /** Whether DHIS2 has the client that is ours by its id. */
  async #confirm(
    registration: Registration,
    allowance: Allowance,
  ): Promise<Created | { outcome: 'not-found' } | GatewayFailure> {
    const ours = idsOf(registration).client;
    const answer = await this.client.get(
      `tracker/trackedEntities/${ours}`,
      clientQuery(this.plan),
      allowance,
    );
    if (isFailure(answer))
      return answer.status === 403 ? this.#closed(registration, answer, allowance) : answer;
    if (answer.status === 404 && answer.json['httpStatusCode'] === 404) return { outcome: 'not-found' };
    if (answer.status >= 400) return refusalOf(answer);
    const found = clientIn(answer.json, { attribute: this.plan.attributes.code, ours });
    if (found === null || !found.isOurs) return refusalOf(answer);
    const fits = found.code === null || sameCode(found.code, registration.code);
    return fits
      ? { outcome: 'already-ours', clientId: ours }
      : failure('client-changed', { review: 'unclear' });
  }

  /** The client may be elsewhere by now, under people whose files the account does not see: where it may search, only that is wrong. */
  async #closed(
    registration: Registration,
    refused: GatewayFailure,
    allowance: Allowance,
  ): Promise<Created | GatewayFailure> {
    const found = await this.#search(registration, allowance);
    if (isFailure(found)) return refused;
    const { client } = idsOf(registration);
    const isThere = found.outcome === 'found' && found.clients.some(({ isOurs }) => isOurs);
    if (isThere) return { outcome: 'already-ours', clientId: client };
    const { words, status } = refused;
    return failure('client-hidden', { words, status, review: 'unclear' });
  }

  async #flag(pair: Pair, allowance: Allowance): Promise<{ outcome: 'flagged' } | GatewayFailure> {
    const answer = await this.client.post('potentialDuplicates', { body: pair }, allowance);
    if (isFailure(answer)) return answer;
    if (answer.status < 400 && answer.json['status'] !== 'ERROR') return { outcome: 'flagged' };
    if (answer.status === 404) return failure('client-not-found', { status: 404, review: 'unclear' });
    if (answer.status !== 409) return refusalOf(answer);
    const isThere = saysPairExists(answer) || (await this.#isFlagged(pair, allowance));
    return isThere ? { outcome: 'flagged' } : refusalOf(answer);
  }

  /** Looks the pair up, where a conflict did not say in words what it is about. */
  async #isFlagged(pair: Pair, allowance: Allowance): Promise<boolean> {
    const server = await this.#server.server(allowance);
    if (isFailure(server)) return false;
    const query = pairQuery(pair, server.dialect);
    const list = await this.client.get('potentialDuplicates', query, allowance);
    return !isFailure(list) && pairIn(list, pair);
  }
}

const A_MOMENT_MS = 1_000;

/** Refusals that a fresh look at the server's clock may end. */
const DATED: Readonly<Record<string, true>> = { E1020: true, E1021: true };
