import { Pool } from 'undici';
import { exchange, type Exchanged } from './exchange.js';

export interface JsonCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Beneath the base address, with or without slash at its beginning. */
  path: string;
  /** In their order; a name may come several times. */
  query?: readonly (readonly [name: string, value: string])[];
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** From now to the last byte of the answer, connecting included. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** As `Exchanged`; `json` is `undefined` where the body is none. */
export type JsonExchanged =
  | (Extract<Exchanged, { end: 'answered' }> & { json: unknown })
  | Exclude<Exchanged, { end: 'answered' }>;

export interface JsonClientOptions {
  /** For each call: credentials may change while the process runs. */
  headers?: () => Readonly<Record<string, string>>;
  /** Connections kept open at most. */
  connections: number;
  maxBytes: number;
}

/**
 * Speaks JSON with one server that the operator named, which may be on a private network. No redirect is followed, nothing is
 * repeated, no answer is believed beyond its bounds. Headers, addresses and bodies are in no error and no cause.
 */
export class JsonClient {
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #options: JsonClientOptions;

  constructor(baseUrl: string, options: JsonClientOptions) {
    const base = new URL(baseUrl);
    this.#prefix = base.pathname.replace(/\/+$/, '');
    this.#options = options;
    this.#pool = new Pool(base.origin, {
      connections: options.connections,
      pipelining: 1,
      connect: { timeout: CONNECT_MS },
      keepAliveTimeout: KEPT_OPEN_MS,
    });
  }

  async call(call: JsonCall): Promise<JsonExchanged> {
    const exchanged = await this.raw(call);
    if (exchanged.end !== 'answered') return exchanged;
    return { ...exchanged, json: jsonIn(exchanged.body) };
  }

  /** The same, for whoever looks at the bytes before they are read. */
  raw({ method, path, query = [], headers, body, timeoutMs, signal }: JsonCall): Promise<Exchanged> {
    const late = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
    const request = {
      method,
      path: `${this.#prefix}${path.startsWith('/') ? '' : '/'}${path}${searchOf(path, query)}`,
      headers: {
        accept: 'application/json',
        'user-agent': 'relais',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.#options.headers?.(),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    const bounds = {
      timeoutMs,
      maxBytes: this.#options.maxBytes,
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    };
    return this.#within(late, exchange(this.#pool, request, bounds));
  }

  /** Ends at once: whoever calls has stopped before. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  /** A call that waits for a connection is no request yet: it can be given up without a doubt. */
  #within(late: AbortSignal, work: Promise<Exchanged>): Promise<Exchanged> {
    return new Promise((resolve) => {
      const giveUp = () => setTimeout(() => resolve({ end: 'unsent', cause: 'TIMEOUT' }), GRACE_MS);
      late.addEventListener('abort', giveUp, { once: true });
      void work.then((exchanged) => {
        late.removeEventListener('abort', giveUp);
        resolve(
          late.aborted && exchanged.end !== 'answered' ? { ...exchanged, cause: 'TIMEOUT' } : exchanged,
        );
      });
    });
  }
}

const CONNECT_MS = 5_000;
const KEPT_OPEN_MS = 30_000;
/** A request that has left answers to its own deadline at the same moment: it is heard first. */
const GRACE_MS = 50;

function searchOf(path: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return '';
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${path.includes('?') ? '&' : '?'}${search.join('&')}`;
}

function jsonIn(body: Buffer): unknown {
  try {
    // Some servers begin their texts with a mark that JSON does not know.
    return JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
