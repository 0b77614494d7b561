import type { GatewayFailure } from '../../dhis2/dhis2.port.js';
import type { Clock } from '../../kernel/clock.js';
import type { Dhis2Account, Dhis2Settings } from '../../platform/config/dhis2-places.js';
import { JsonClient } from '../../platform/http/json-client.js';
import type { Allowance } from './allowance.js';
import { failure } from './failures/failure.js';
import { type Answer, type Kind, replyOf } from './failures/reply.js';

export type Query = readonly (readonly [name: string, value: string])[];

/** The HTTP API of one DHIS2, without any word of what is asked. */
export class TrackerClient {
  readonly account: Dhis2Account;
  readonly #http: JsonClient;
  readonly #clock: Clock;

  constructor(settings: Dhis2Settings, clock: Clock) {
    this.#clock = clock;
    this.account = settings.account;
    this.#http = new JsonClient(settings.baseUrl, {
      connections: settings.concurrency + SPARE_CONNECTIONS,
      maxBytes: MOST_BYTES,
      headers: () => authorization(settings.account),
    });
  }

  /** Asks for `/api/<path>`. */
  get(path: string, query: Query, allowance: Allowance): Promise<Answer | GatewayFailure> {
    return this.#call('read', { method: 'GET', path, query }, allowance);
  }

  /** `kind` is `read` where nothing is changed: a rehearsal. */
  post(
    path: string,
    { query = [], body, kind = 'write' }: { query?: Query; body: unknown; kind?: Kind },
    allowance: Allowance,
  ): Promise<Answer | GatewayFailure> {
    return this.#call(kind, { method: 'POST', path, query, body }, allowance);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #call(
    kind: Kind,
    call: { method: 'GET' | 'POST'; path: string; query: Query; body?: unknown },
    allowance: Allowance,
  ): Promise<Answer | GatewayFailure> {
    const { leftMs: timeoutMs, signal } = allowance;
    if (timeoutMs < LEAST_MS) return failure('timeout');
    const exchanged = await this.#http.call({ ...call, path: `/api/${call.path}`, timeoutMs, signal });
    return replyOf(exchanged, kind, this.#clock.now());
  }
}

/** A check finds its way while all registrations are on theirs. */
const SPARE_CONNECTIONS = 2;
/** The organisation units of a whole country fit in. */
const MOST_BYTES = 8_000_000;
/** Less is not worth a call. */
const LEAST_MS = 5;

function authorization(account: Dhis2Account): Record<string, string> {
  if (account.kind === 'token') return { authorization: `ApiToken ${account.token.reveal()}` };
  if (account.kind === 'none') return {};
  const pair = Buffer.from(`${account.username}:${account.password.reveal()}`, 'utf8');
  return { authorization: `Basic ${pair.toString('base64')}` };
}
