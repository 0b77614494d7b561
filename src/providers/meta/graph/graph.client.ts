import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { Pool } from 'undici';
import type { Secret } from '../../../kernel/secret.js';
import { type Bounds, exchange, type Exchanged } from '../../../platform/http/exchange.js';
import { asObject, type Json, parseObject } from './json.js';

export interface GraphAddress {
  /** With or without a path in front of the version. */
  baseUrl: string;
  version: string;
}

/** What a call is made with: the token, and the secret of the app where Meta asks for a proof of it. */
export interface Credential {
  token: Secret;
  appSecret?: Secret;
}

export interface GraphCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the version, without a slash in front. */
  path: string;
  /** May hold secrets where Meta wants them there: an address is never logged and never part of an error. */
  query?: Readonly<Record<string, string>>;
  body?: GraphBody;
  headers?: Readonly<Record<string, string>>;
  /** Uploads want `OAuth` and nothing else. */
  scheme?: 'Bearer' | 'OAuth';
  /** For what is large in one direction or the other. */
  patient?: boolean;
  maxBytes?: number;
  signal?: AbortSignal;
  /** Called just before it goes onto the wire. */
  leaving?: () => void;
}

export interface GraphBody {
  type: string;
  /** In parts where it is large: they are never put together. */
  bytes: string | Buffer | readonly Buffer[];
}

export interface MediaFile {
  bytes: Buffer;
  mime: string;
  filename: string;
}

export interface Answered {
  end: 'answered';
  status: number;
  headers: IncomingHttpHeaders;
  /** Absent where the answer is no JSON object. */
  body: Json | undefined;
}

export type GraphOutcome = Answered | Exclude<Exchanged, { end: 'answered' }>;

export const TIMEOUTS = { connectMs: 5_000, answerMs: 15_000, mediaMs: 60_000 };

/** 10 numbers at 80 messages a second with half a second for each call. */
export const MOST_CALLS = 400;
/** Besides messages there are files, marks that something was read, templates. */
const CONNECTIONS = MOST_CALLS + 112;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** 2 Mbit/s. */
const SLOWEST_BYTES_PER_MS = 250;
const VERSION = /^v\d{1,3}\.\d{1,2}$/;

/** The Graph API over kept connections: no redirect is followed, no answer is believed beyond its bounds, nothing is repeated. */
export class GraphClient {
  readonly #logger = new Logger('Meta');
  readonly #address: GraphAddress;
  readonly #timeouts: typeof TIMEOUTS;
  readonly #pool: Pool;
  readonly #prefix: string;
  #proofIsWanted = false;
  #versionNoted = false;

  constructor(address: GraphAddress, timeouts: typeof TIMEOUTS = TIMEOUTS) {
    const base = new URL(address.baseUrl);
    this.#address = address;
    this.#timeouts = timeouts;
    this.#prefix = `${base.pathname.replace(/\/+$/, '')}/${address.version}`;
    this.#pool = new Pool(base.origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      connect: { timeout: timeouts.connectMs },
    });
  }

  /** The version that is asked for. */
  get version(): string {
    return this.#address.version;
  }

  /** Where it is asked for. */
  get origin(): string {
    return new URL(this.#address.baseUrl).origin;
  }

  /** One call; without a credential where the query brings its own. */
  async call(call: GraphCall, credential?: Credential): Promise<GraphOutcome> {
    const proof = this.#proofIsWanted && credential?.appSecret !== undefined;
    const outcome = await this.#exchange(call, credential, proof);
    if (proof || !credential?.appSecret || !asksForProof(outcome)) return outcome;
    this.#proofIsWanted = true;
    return this.#exchange(call, credential, true);
  }

  /** Ends at once: whoever sends has stopped before. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #exchange(
    call: GraphCall,
    credential: Credential | undefined,
    proof: boolean,
  ): Promise<GraphOutcome> {
    const query = { ...call.query, ...(proof && credential && { appsecret_proof: proofOf(credential) }) };
    const request = {
      method: call.method,
      path: `${this.#prefix}/${call.path}${queryText(call.path, query)}`,
      headers: {
        ...(credential && { authorization: `${call.scheme ?? 'Bearer'} ${credential.token.reveal()}` }),
        ...(call.body && { 'content-type': call.body.type, 'content-length': String(lengthOf(call.body)) }),
        'user-agent': 'relais',
        ...call.headers,
      },
      body: call.body && payloadOf(call.body),
    };
    const exchanged = await exchange(this.#pool, request, this.#boundsOf(call));
    if (exchanged.end !== 'answered') return exchanged;
    this.#noteVersion(exchanged.headers['facebook-api-version']);
    const parsed = parseObject(exchanged.body);
    return { ...exchanged, body: parsed.ok ? parsed.body : undefined };
  }

  /** What is large has time to leave over a slow line. */
  #boundsOf({ patient, body, maxBytes = MAX_ANSWER_BYTES, signal, leaving }: GraphCall): Bounds {
    const { mediaMs, answerMs } = this.#timeouts;
    const uploadMs = body ? Math.ceil(lengthOf(body) / SLOWEST_BYTES_PER_MS) : 0;
    return { timeoutMs: patient ? mediaMs + uploadMs : answerMs, maxBytes, signal, leaving };
  }

  /** An expired version is served silently by the next one that is still alive. */
  #noteVersion(served: unknown): void {
    const { version } = this.#address;
    const other = typeof served === 'string' && VERSION.test(served) && served !== version;
    if (!other || this.#versionNoted) return;
    this.#versionNoted = true;
    this.#logger.warn(
      `Meta sert la version ${served} de l’API au lieu de ${version} : mettez WHATSAPP_GRAPH_VERSION à jour.`,
    );
  }
}

export function jsonBody(json: Json): GraphBody {
  return { type: 'application/json', bytes: JSON.stringify(json) };
}

function payloadOf({ bytes }: GraphBody): string | Buffer | Readable {
  return typeof bytes === 'string' || Buffer.isBuffer(bytes) ? bytes : Readable.from(bytes);
}

function lengthOf({ bytes }: GraphBody): number {
  if (typeof bytes === 'string') return Buffer.byteLength(bytes);
  return Buffer.isBuffer(bytes) ? bytes.length : bytes.reduce((sum, part) => sum + part.length, 0);
}

/** A file as a form. Written out by hand so that the length is known; some servers refuse a file part that has no type of its own. */
export function formBody({ bytes, mime, filename }: MediaFile): GraphBody {
  const boundary = `relais-${randomUUID()}`;
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head =
    field('messaging_product', 'whatsapp') +
    field('type', mime) +
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n` +
    `content-type: ${mime}\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)],
  };
}

/**
 * `appsecret_proof` goes along only once Meta has asked for it: an app that does not require it still refuses a wrong one,
 * which is what the proof would be where the token was issued by another app than the one that signs the webhooks.
 */
function asksForProof(outcome: GraphOutcome): boolean {
  if (outcome.end !== 'answered' || outcome.status < 400) return false;
  const message = asObject(outcome.body?.['error'])?.['message'];
  return typeof message === 'string' && /require.{0,20}appsecret_proof/.test(message);
}

function proofOf({ token, appSecret }: Credential): string {
  return createHmac('sha256', appSecret?.reveal() ?? '')
    .update(token.reveal())
    .digest('hex');
}

function queryText(path: string, query: Readonly<Record<string, string>>): string {
  if (Object.keys(query).length === 0) return '';
  const text = new URLSearchParams(query).toString();
  return `${path.includes('?') ? '&' : '?'}${text}`;
}
