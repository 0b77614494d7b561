import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InventoryFailure, type InventoryKeys } from '../../../catalog/catalog.port.js';
import type { Clock } from '../../../kernel/clock.js';
import type { Secret } from '../../../kernel/secret.js';
import { JsonClient } from '../../../platform/http/json-client.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import type { InventoryConfig } from '../config/inventory-config.js';
import { credentialsOf } from './credentials.js';
import { limited, silence, type Trouble, troubleOf } from './failure.js';
import { unpacked } from './unpacked.js';

export type Query = readonly (readonly [name: string, value: string])[];

export interface Question {
  path: string;
  query?: Query;
  /** What is known of the answer. */
  etag?: string | null;
  /** Attempts in all; 1: whoever asks wants to know at once. */
  attempts: number;
  signal?: AbortSignal;
  /** Asked with this key and no other, of which nobody is told. */
  secret?: Secret;
}

/** An answer that can be read: 2xx, 304, 404 or 410. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Repeats included. */
  calls: number;
  tookMs: number;
}

export interface Place {
  baseUrl: string;
  concurrency: number;
}

export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

export const pause: Pause = async (ms, signal) => {
  await sleep(ms, undefined, { ref: false, ...(signal && { signal }) });
};

type Key = Awaited<ReturnType<InventoryKeys['use']>>;

const MOST_BYTES = 16 << 20;
const FIRST_PAUSE_MS = 500;
const FIRST_LIMIT_PAUSE_MS = 2_000;
/** Most that is waited for in one go; beyond, whoever asked is told. */
const LONGEST_PAUSE_MS = 60_000;

/** Asks an inventory: keys, limits and repeats are its secret. Throws `InventoryFailure`. */
export class InventoryClient {
  readonly #client: JsonClient;
  /** It asked all of us for peace until then. */
  #quietUntil = 0;

  constructor(
    place: Place,
    private readonly config: InventoryConfig,
    private readonly keys: InventoryKeys,
    private readonly clock: Clock,
    private readonly wait: Pause = pause,
  ) {
    this.#client = new JsonClient(place.baseUrl, {
      connections: place.concurrency,
      maxBytes: MOST_BYTES,
      headers: () => ({ 'accept-encoding': 'gzip', ...config.headers }),
    });
  }

  async get(question: Question): Promise<Answer> {
    const began = performance.now();
    let key = await this.key(question);
    for (let calls = 1, attempt = 1; ; calls += 1) {
      await this.quiet(question);
      const answered = await this.ask(question, key);
      if (!('again' in answered)) {
        if (key !== null && question.secret === undefined) this.keys.worked(key.id);
        return { ...answered, calls, tookMs: performance.now() - began };
      }
      if (answered.again === 'key') key = await this.another(question, key, answered);
      else {
        await this.rest(question, answered, attempt);
        attempt += 1;
      }
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  private async key({ secret }: Question): Promise<Key> {
    if (secret !== undefined) return { id: '', secret };
    return this.config.authentication.kind === 'none' ? null : this.keys.use();
  }

  private async ask(question: Question, key: Key): Promise<Omit<Answer, 'calls' | 'tookMs'> | Trouble> {
    const { path, query = [], etag, signal } = question;
    signal?.throwIfAborted();
    const credentials = credentialsOf(this.config.authentication, key?.secret ?? null);
    const heard = await this.#client.raw({
      method: 'GET',
      path,
      query: [...query, ...credentials.query],
      headers: { ...(typeof etag === 'string' && { 'if-none-match': etag }), ...credentials.headers },
      timeoutMs: this.config.timeoutMs,
      signal,
    });
    signal?.throwIfAborted();
    if (heard.end !== 'answered') return silence(heard.cause);
    const { status, headers, body } = heard;
    const trouble = troubleOf(status, retryAfterMs(headers, this.clock.now()));
    if (trouble !== null) return trouble;
    const plain = await unpacked(body, headers['content-encoding'], MOST_BYTES);
    return 'again' in plain ? plain : { status, headers, body: plain };
  }

  /** The next key that is not refused; a refusal is never answered by the same key again. */
  private async another({ secret }: Question, key: Key, { failure }: Trouble): Promise<Key> {
    if (secret !== undefined) throw failure;
    if (key === null) {
      await this.keys.missing();
      throw new InventoryFailure('key', this.config.authentication.kind === 'none' ? UNASKED : NO_KEY);
    }
    await this.keys.refused(key.id);
    const next = await this.keys.use().catch((error: unknown) => {
      if (error instanceof InventoryFailure) return null;
      throw error;
    });
    if (next === null || next.id === key.id) throw failure;
    return next;
  }

  /** Waits before the next attempt, or gives up. */
  private async rest(question: Question, { again, failure }: Trouble, attempt: number): Promise<void> {
    const asked = failure.retryAfterMs ?? 0;
    if (again === 'limit') this.#quietUntil = Math.max(this.#quietUntil, this.now + asked);
    if (again === 'never' || attempt >= question.attempts || asked > LONGEST_PAUSE_MS) throw failure;
    const first = again === 'limit' ? FIRST_LIMIT_PAUSE_MS : FIRST_PAUSE_MS;
    const own = first * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    await this.wait(Math.max(asked, own), question.signal);
  }

  /** What one call was asked to wait, all wait. */
  private async quiet({ signal, attempts }: Question): Promise<void> {
    const ms = this.#quietUntil - this.now;
    if (ms <= 0) return;
    if (ms > LONGEST_PAUSE_MS || attempts === 1) throw limited(ms).failure;
    await this.wait(ms, signal);
  }

  private get now(): number {
    return this.clock.now().getTime();
  }
}

const NO_KEY =
  'L’inventaire demande une clé, et il n’y en a pas : donnez INVENTORY_API_KEY ou ajoutez une clé.';
const UNASKED =
  'L’inventaire demande une clé, et INVENTORY_CONFIG_FILE dit authentication: none. Dites-y comment la clé est donnée, puis donnez-en une.';
