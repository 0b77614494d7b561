import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Logger } from '@nestjs/common';
import { Pool } from 'undici';
import type { Secret } from '../../kernel/secret.js';
import { exchange, type Exchanged } from './exchange.client.js';
import { asObject, type Json } from './meta.wire.js';

export interface GraphAccount {
  /** With or without a path in front of the version. */
  baseUrl: string;
  version: string;
  token: Secret;
  appSecret?: Secret;
}

export interface MediaFile {
  bytes: Buffer;
  mime: string;
  filename: string;
}

export type GraphOutcome =
  | { end: 'answered'; status: number; headers: IncomingHttpHeaders; body: Json | undefined }
  | Exclude<Exchanged, { end: 'answered' }>;

export const TIMEOUTS = { connectMs: 5_000, answerMs: 15_000, mediaMs: 60_000 };

/** 10 numbers at 80 messages a second with 150 ms for each call. */
const CONNECTIONS = 128;
const VERSION = /^v\d{1,3}\.\d{1,2}$/;

/** The Graph API over kept connections: no redirect is followed, no answer is believed beyond 1 MB, nothing is repeated. */
export class GraphClient {
  readonly #logger = new Logger('Meta');
  readonly #account: GraphAccount;
  readonly #timeouts: typeof TIMEOUTS;
  readonly #pool: Pool;
  readonly #prefix: string;
  #proof = '';
  #versionNoted = false;

  constructor(account: GraphAccount, timeouts: typeof TIMEOUTS = TIMEOUTS) {
    const base = new URL(account.baseUrl);
    this.#account = account;
    this.#timeouts = timeouts;
    this.#prefix = `${base.pathname.replace(/\/+$/, '')}/${account.version}`;
    this.#pool = new Pool(base.origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      connect: { timeout: timeouts.connectMs },
    });
  }

  /** `POST /{path}` with a JSON body. */
  post(path: string, body: Json): Promise<GraphOutcome> {
    return this.#call(path, 'application/json', JSON.stringify(body), this.#timeouts.answerMs);
  }

  /** Hands a file to Meta; its answer names the id under which it can be sent. */
  upload(number: string, file: MediaFile): Promise<GraphOutcome> {
    const boundary = `relais-${randomUUID()}`;
    const body = multipart(boundary, file);
    return this.#call(
      `${number}/media`,
      `multipart/form-data; boundary=${boundary}`,
      body,
      this.#timeouts.mediaMs,
    );
  }

  /** Ends at once: whoever sends has stopped before. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #call(path: string, type: string, body: string | Buffer, timeoutMs: number): Promise<GraphOutcome> {
    const proof = this.#proof;
    const answer = await this.#exchange(path + proof, type, body, timeoutMs);
    if (proof || !this.#asksForProof(answer)) return answer;
    return this.#exchange(path + this.#proof, type, body, timeoutMs);
  }

  async #exchange(
    path: string,
    type: string,
    body: string | Buffer,
    timeoutMs: number,
  ): Promise<GraphOutcome> {
    const headers = {
      authorization: `Bearer ${this.#account.token.reveal()}`,
      'content-type': type,
      'user-agent': 'relais',
    };
    const request = { method: 'POST', path: `${this.#prefix}/${path}`, headers, body } as const;
    const exchanged = await exchange(this.#pool, request, timeoutMs);
    if (exchanged.end !== 'answered') return exchanged;
    this.#noteVersion(exchanged.headers['facebook-api-version']);
    return { ...exchanged, body: parse(exchanged.body) };
  }

  /**
   * `appsecret_proof` goes along only once Meta has asked for it: an app that does not require it still refuses a wrong one,
   * which is what the proof would be where the token was issued by another app than the one that signs the webhooks.
   */
  #asksForProof(answer: GraphOutcome): boolean {
    const secret = this.#account.appSecret;
    if (!secret || answer.end !== 'answered' || answer.status < 400) return false;
    const message = asObject(answer.body?.['error'])?.['message'];
    if (typeof message !== 'string' || !/require.{0,20}appsecret_proof/.test(message)) return false;
    const proof = createHmac('sha256', secret.reveal()).update(this.#account.token.reveal()).digest('hex');
    this.#proof = `?appsecret_proof=${proof}`;
    return true;
  }

  /** An expired version is served silently by the next one that is still alive. */
  #noteVersion(served: unknown): void {
    const other = typeof served === 'string' && VERSION.test(served) && served !== this.#account.version;
    if (!other || this.#versionNoted) return;
    this.#versionNoted = true;
    this.#logger.warn(
      `Meta sert la version ${served} de l’API au lieu de ${this.#account.version} : mettez WHATSAPP_GRAPH_VERSION à jour.`,
    );
  }
}

function parse(bytes: Buffer): Json | undefined {
  try {
    return asObject(JSON.parse(bytes.toString()));
  } catch {
    return undefined;
  }
}

/** Written out by hand so that the length is known; some servers refuse a file part that has no type of its own. */
function multipart(boundary: string, { bytes, mime, filename }: MediaFile): Buffer {
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head =
    field('messaging_product', 'whatsapp') +
    field('type', mime) +
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n` +
    `content-type: ${mime}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
