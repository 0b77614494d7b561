import type { IncomingHttpHeaders } from 'node:http';
import { Pool } from 'undici';
import type { Secret } from '../../../kernel/secret.js';
import { exchange, type Exchanged } from '../../../platform/http/exchange.js';
import { type Json, jsonIn } from './json.js';
import { isAccountSid } from './words.js';

/** What a call is made with. */
export interface Credential {
  accountSid: string;
  token: Secret;
}

/** A value may be given several times. */
export type Form = readonly (readonly [name: string, value: string])[];

export interface Answered {
  end: 'answered';
  status: number;
  headers: IncomingHttpHeaders;
  /** Absent where the answer is no JSON object. */
  body: Json | undefined;
}

export type CallOutcome = Answered | Exclude<Exchanged, { end: 'answered' }>;

export const TIMEOUTS = { connectMs: 5_000, answerMs: 15_000 };

/** Messages that may be on their way at once. */
export const MOST_CALLS = 128;
const CONNECTIONS = MOST_CALLS + 16;
const MAX_ANSWER_BYTES = 1024 * 1024;
const API = '2010-04-01';
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
/** Where the senders of an account are listed: not where its messages are sent. */
const SENDERS_HOSTS: ReadonlyMap<string, string> = new Map([
  ['https://api.twilio.com', 'https://messaging.twilio.com'],
]);

/** Twilio's API over kept connections: no redirect is followed, no answer is believed beyond its bounds, nothing is repeated. */
export class TwilioClient {
  /** Where it is asked. */
  readonly origin: string;
  readonly #timeouts: typeof TIMEOUTS;
  readonly #pool: Pool;
  readonly #sendersPool: Pool;
  readonly #prefix: string;

  constructor(baseUrl: string, timeouts: typeof TIMEOUTS = TIMEOUTS) {
    const base = new URL(baseUrl);
    const pool = (origin: string, connections: number) =>
      new Pool(origin, { connections, pipelining: 1, connect: { timeout: timeouts.connectMs } });
    this.origin = base.origin;
    this.#timeouts = timeouts;
    this.#prefix = base.pathname.replace(/\/+$/, '');
    this.#pool = pool(base.origin, CONNECTIONS);
    this.#sendersPool = pool(SENDERS_HOSTS.get(base.origin) ?? base.origin, 1);
  }

  /** Sends a message. */
  send(credential: Credential, form: Form): Promise<CallOutcome> {
    const body = new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
    return this.#account(credential, 'POST', '/Messages.json', body);
  }

  /** What Twilio knows of the account itself. */
  account(credential: Credential): Promise<CallOutcome> {
    return this.#account(credential, 'GET', '.json');
  }

  /** The WhatsApp numbers of the account. */
  senders(credential: Credential): Promise<CallOutcome> {
    const path = '/v2/Channels/Senders?Channel=whatsapp&PageSize=100';
    return this.#call(this.#sendersPool, credential, { method: 'GET', path });
  }

  /** Ends at once: whoever sends has stopped before. */
  async close(): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#sendersPool.destroy()]);
  }

  #account(
    credential: Credential,
    method: 'GET' | 'POST',
    what: string,
    body?: string,
  ): Promise<CallOutcome> {
    const path = `/${API}/Accounts/${credential.accountSid}${what}`;
    return this.#call(this.#pool, credential, { method, path, body });
  }

  async #call(
    pool: Pool,
    { accountSid, token }: Credential,
    { method, path, body }: { method: 'GET' | 'POST'; path: string; body?: string },
  ): Promise<CallOutcome> {
    if (!isAccountSid(accountSid)) return { end: 'unsent', cause: 'ACCOUNT' };
    const request = {
      method,
      path: `${this.#prefix}${path}`,
      headers: {
        authorization: basic({ accountSid, token }),
        accept: 'application/json',
        'user-agent': 'relais',
        ...(body !== undefined && { 'content-type': FORM }),
      },
      body,
    };
    const bounds = { timeoutMs: this.#timeouts.answerMs, maxBytes: MAX_ANSWER_BYTES };
    const exchanged = await exchange(pool, request, bounds);
    if (exchanged.end !== 'answered') return exchanged;
    return { ...exchanged, body: jsonIn(exchanged.body.toString('utf8')) };
  }
}

/** The value of `Authorization`. */
export function basic({ accountSid, token }: Credential): string {
  return `Basic ${Buffer.from(`${accountSid}:${token.reveal()}`).toString('base64')}`;
}
