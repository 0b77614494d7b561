import { lookup as resolve } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { OutsideFailure } from './outside.errors.js';
import { guardedConnector } from './reach.js';

export interface OutsideCall {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Those that say who asks go to the first origin only. */
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Until the answer begins, redirects included. */
  timeoutMs?: number;
  /** Longest silence in the middle of an answer; `timeoutMs` where absent. */
  stallMs?: number;
  /** Until the last byte. */
  totalMs?: number;
  /** Most that the answer may hold. */
  maxBytes: number;
  /** Whether this host (without port) is wanted; asked again at each redirect. */
  allowHosts?: (host: string) => boolean;
  /** Origins (`http://127.0.0.1:4010`) that the operator named in the settings: these may be private. */
  allowPrivate?: readonly string[];
  signal?: AbortSignal;
}

export interface OutsideAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The body as it comes, once; throws `OutsideFailure` when it is too large, stalls or breaks. */
  stream: AsyncIterable<Uint8Array>;
  /** The whole body, in place of `stream`. */
  bytes(): Promise<Buffer>;
  /** Lets the body go; to be called where neither of the others is. */
  discard(): void;
}

export type FetchOutside = (url: string | URL, call: OutsideCall) => Promise<OutsideAnswer>;

const MOST_REDIRECTS = 3;
const CONNECT_MS = 10_000;
const TIMEOUT_MS = 30_000;
const TOTAL_MS = 10 * 60_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What goes along to another origin: everything else may be meant for the first one only. */
const HARMLESS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-type',
  'range',
  'user-agent',
]);

/**
 * Asks a server on the Internet, never one on this machine or in a private network, whatever the address says and wherever it leads:
 * each connection is checked at the moment at which it is opened, redirects are followed by hand, and no answer is believed beyond
 * its bounds. Throws `OutsideFailure`; an answer of any status is an answer.
 */
export const fetchOutside: FetchOutside = outsideBy(resolve);

/** As `fetchOutside`, with another way to find the addresses of a name. */
export function outsideBy(lookup: LookupFunction): FetchOutside {
  const guarded = new Agent({ connect: guardedConnector(lookup, CONNECT_MS) });
  // Connections of one kind are never reused for the other.
  const trusted = new Agent({ connect: { timeout: CONNECT_MS, allowH2: false, lookup } });
  return async (address, call) => {
    const journey = new Journey(call);
    const doorFor = (url: URL) => (call.allowPrivate?.includes(url.origin) === true ? trusted : guarded);
    try {
      return await journey.go(address, doorFor);
    } catch (error) {
      journey.end();
      throw journey.failureOf(error, 'unreachable');
    }
  };
}

/** One call with its redirects and its clocks. */
class Journey {
  readonly #call: OutsideCall;
  readonly #stop = new AbortController();
  readonly #clocks: NodeJS.Timeout[] = [];
  readonly #calledOff = () => this.#stop.abort(new OutsideFailure('called-off'));
  readonly #late = () => this.#stop.abort(new OutsideFailure('timeout'));

  constructor(call: OutsideCall) {
    this.#call = call;
    if (call.signal?.aborted === true) this.#calledOff();
    call.signal?.addEventListener('abort', this.#calledOff, { once: true });
    this.#clocks.push(setTimeout(this.#late, call.totalMs ?? TOTAL_MS));
  }

  async go(address: string | URL, doorFor: (url: URL) => Dispatcher): Promise<OutsideAnswer> {
    const patience = setTimeout(this.#late, this.#call.timeoutMs ?? TIMEOUT_MS);
    this.#clocks.push(patience);
    let url = urlOf(address);
    let request = requestOf(this.#call);
    for (let redirects = 0; ; redirects += 1) {
      if (this.#call.allowHosts?.(url.hostname) === false) throw new OutsideFailure('address');
      const answer = await this.#ask(doorFor(url), url, request);
      const next = REDIRECTS.has(answer.statusCode) ? answer.headers['location'] : undefined;
      if (next === undefined) {
        clearTimeout(patience);
        return this.#answer(answer);
      }
      answer.body.on('error', () => undefined).destroy();
      const target = redirects < MOST_REDIRECTS ? targetOf(next, url) : null;
      if (target === null) throw new OutsideFailure('redirect');
      request = redirected(request, answer.statusCode, target.origin === url.origin);
      url = target;
    }
  }

  /** What stands behind an error, without a word of it. */
  failureOf(error: unknown, otherwise: 'unreachable' | 'broken'): OutsideFailure {
    const { reason, aborted } = this.#stop.signal;
    if (aborted && reason instanceof OutsideFailure) return reason;
    if (error instanceof OutsideFailure) return error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return new OutsideFailure(code.includes('TIMEOUT') ? 'timeout' : otherwise);
  }

  end(): void {
    for (const clock of this.#clocks) clearTimeout(clock);
    this.#call.signal?.removeEventListener('abort', this.#calledOff);
  }

  #ask(door: Dispatcher, url: URL, request: Request): Promise<Dispatcher.ResponseData> {
    return door.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { 'user-agent': 'relais', ...request.headers, 'accept-encoding': 'identity' },
      body: request.body ?? null,
      headersTimeout: 0,
      bodyTimeout: this.#call.stallMs ?? this.#call.timeoutMs ?? TIMEOUT_MS,
      signal: this.#stop.signal,
    });
  }

  #answer({ statusCode: status, headers, body }: Dispatcher.ResponseData): OutsideAnswer {
    const discard = () => {
      this.end();
      body.on('error', () => undefined).destroy();
    };
    if (Number(headers['content-length']) > this.#call.maxBytes && this.#call.method !== 'HEAD') {
      discard();
      throw new OutsideFailure('too-large');
    }
    const stream = this.#measured(body, discard);
    return { status, headers, stream, bytes: () => whole(stream), discard };
  }

  async *#measured(body: AsyncIterable<unknown>, discard: () => void): AsyncGenerator<Uint8Array> {
    let size = 0;
    try {
      for await (const chunk of body) {
        if (!(chunk instanceof Uint8Array)) continue;
        size += chunk.length;
        if (size > this.#call.maxBytes) throw new OutsideFailure('too-large');
        yield chunk;
      }
    } catch (error) {
      throw this.failureOf(error, 'broken');
    } finally {
      discard();
    }
  }
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

type Request = Required<Pick<OutsideCall, 'method' | 'headers'>> & Pick<OutsideCall, 'body'>;

function requestOf({ method = 'GET', headers = {}, body }: OutsideCall): Request {
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, headers: Object.fromEntries(names), body };
}

function redirected({ method, headers, body }: Request, status: number, same: boolean): Request {
  const becomesGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST');
  const kept = Object.entries(headers).filter(
    ([name]) => (same || HARMLESS.has(name)) && !(becomesGet && name === 'content-type'),
  );
  const next = Object.fromEntries(kept);
  // A body is meant for whoever was asked: it does not follow to a stranger.
  if (!becomesGet && body !== undefined && !same) throw new OutsideFailure('redirect');
  return becomesGet ? { method: 'GET', headers: next } : { method, headers: next, body };
}

function urlOf(address: string | URL): URL {
  const url = URL.parse(String(address));
  if (url === null || !isUsable(url)) throw new OutsideFailure('address');
  return url;
}

function targetOf(location: string | string[], from: URL): URL | null {
  const url = typeof location === 'string' ? URL.parse(location, from.href) : null;
  if (url === null || !isUsable(url)) return null;
  return from.protocol === 'https:' && url.protocol === 'http:' ? null : url;
}

function isUsable({ protocol, username, password, hostname }: URL): boolean {
  const web = protocol === 'https:' || protocol === 'http:';
  return web && username === '' && password === '' && hostname !== '';
}
