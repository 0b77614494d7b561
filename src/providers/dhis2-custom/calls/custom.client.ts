import type { GatewayFailure, Patience } from '../../../dhis2/dhis2.port.js';
import { JsonClient, type JsonCall, type JsonExchanged } from '../../../platform/http/json-client.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import type { Auth, CustomConfig, Endpoint, EndpointName } from '../config/endpoint.js';
import { failure, silence, wordsOf } from './failure.js';
import { Filling, type Values } from './filling.js';
import { masked } from './masking.js';
import { type Answer, type Verdict, verdictOf } from './verdict.js';

/** What is sent, and what of it must be in no word that is kept. */
export interface Message {
  values: Values;
  hidden: readonly string[];
}

/** An answer that was understood, or why there is none. */
export type Heard =
  | { verdict: Verdict; answer: Answer; location: string; words: string; endpoint: Endpoint }
  | GatewayFailure;

/** Speaks with the five addresses: fills the templates, sends, and says how it ended. */
export class CustomClient {
  /** Whoever is on the way can read codes and credentials. */
  readonly isReadable: boolean;
  readonly #client: JsonClient;

  constructor(
    baseUrl: string,
    connections: number,
    readonly config: CustomConfig,
  ) {
    const { protocol, hostname } = new URL(baseUrl);
    this.isReadable = protocol === 'http:' && !/^(?:localhost|127\..*|\[::1\])$/.test(hostname);
    this.#client = new JsonClient(baseUrl, { connections, maxBytes: MOST_BYTES });
  }

  async ask(name: EndpointName, message: Message, patience: Patience): Promise<Heard> {
    const endpoint = this.config.endpoints[name];
    const filling = new Filling(message.values);
    const call = callOf(endpoint, filling, patience);
    if (filling.gaps.size > 0) return missing(name, filling);
    if (call.timeoutMs <= 0) return failure(name, 'retryable', 'timeout');
    const exchanged = await this.#client.call(call);
    if (exchanged.end !== 'answered') return silence(name, exchanged.end, exchanged.cause);
    return heard(name, endpoint, exchanged, message);
  }

  /** Whether anybody answers at the base address. */
  async greet(patience: Patience): Promise<GatewayFailure | undefined> {
    const call = { method: 'GET', path: '/', timeoutMs: patience.leftMs, signal: patience.signal } as const;
    const exchanged = await this.#client.call(call);
    return exchanged.end === 'answered' ? undefined : silence('validate', exchanged.end, exchanged.cause);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

const MOST_BYTES = 1 << 20;

function callOf(endpoint: Endpoint, filling: Filling, { leftMs, signal }: Patience): JsonCall {
  const entries = (template: Readonly<Record<string, string>>) => Object.entries(template);
  return {
    method: endpoint.method,
    path: filling.path(endpoint.path),
    query: entries(endpoint.query).map(([name, value]) => [name, filling.text(value)] as const),
    headers: {
      ...Object.fromEntries(entries(endpoint.headers).map(([name, value]) => [name, filling.header(value)])),
      ...credentials(endpoint.auth),
    },
    body: endpoint.body === undefined ? undefined : filling.json(endpoint.body),
    timeoutMs: Math.min(endpoint.timeoutMs ?? leftMs, leftMs),
    signal,
  };
}

function credentials(auth: Auth): Record<string, string> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic': {
      const pair = Buffer.from(`${auth.username}:${auth.password.reveal()}`, 'utf8').toString('base64');
      return { authorization: `Basic ${pair}` };
    }
    case 'header':
      return { [auth.name]: auth.value.reveal() };
    default: {
      const scheme = auth.kind === 'bearer' ? 'Bearer' : 'ApiToken';
      return { authorization: `${scheme} ${auth.token.reveal()}` };
    }
  }
}

function secretsOf(auth: Auth): string[] {
  if (auth.kind === 'basic') return [auth.password.reveal()];
  if (auth.kind === 'header') return [auth.value.reveal()];
  return auth.kind === 'none' ? [] : [auth.token.reveal()];
}

function missing(name: EndpointName, { gaps }: Filling): GatewayFailure {
  const fault = failure(name, 'misconfigured', 'value-missing', { partial: true });
  const names = [...gaps].slice(0, 5).map((gap) => `{{${gap}}}`);
  return { ...fault, advice: `${fault.advice} Il s’agit de ${names.join(', ')}.` };
}

function heard(
  name: EndpointName,
  endpoint: Endpoint,
  exchanged: Extract<JsonExchanged, { end: 'answered' }>,
  { hidden }: Message,
): Heard {
  const { status, headers, json } = exchanged;
  const answer: Answer = {
    status,
    contentType: headers['content-type'] ?? '',
    json,
    body: exchanged.body.toString('utf8'),
    retryAfterMs: retryAfterMs(headers, new Date()),
  };
  const verdict = verdictOf(name, endpoint, answer);
  const words = masked(wordsOf(answer, endpoint.read.message), [...hidden, ...secretsOf(endpoint.auth)]);
  switch (verdict.outcome) {
    case 'rejected':
    case 'misconfigured':
    case 'unauthorised':
    case 'retryable':
    case 'unknown': {
      const later = answer.retryAfterMs > 0 ? { retryAfterMs: answer.retryAfterMs } : {};
      const some = verdict.partial === true ? { partial: true as const } : {};
      return failure(name, verdict.outcome, verdict.cause, { words, status, ...later, ...some });
    }
    default:
      return { verdict, answer, location: headers.location ?? '', words, endpoint };
  }
}
