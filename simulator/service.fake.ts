import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSettings, type Settings } from './settings.js';
import { buildSimulator, type Simulator } from './simulator.js';

/** A webhook as it came over the wire. */
export interface Received {
  /** Where it came. */
  url: string;
  raw: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  at: number;
}

/** The service that the simulator plays against, in tests: keeps every webhook, answers as told. */
export class ServiceFake {
  readonly received: Received[] = [];
  /** Answers of the next webhooks; 200 when there are none left. */
  answers: number[] = [];
  private readonly server: Server;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly verifyToken: string) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://service');
        if (request.method === 'GET') {
          const right = url.searchParams.get('hub.verify_token') === this.verifyToken;
          response.writeHead(right ? 200 : 403).end(right ? url.searchParams.get('hub.challenge') : 'no');
          return;
        }
        const raw = Buffer.concat(chunks).toString();
        this.received.push({
          url: url.pathname,
          raw,
          headers: request.headers,
          body: parse(raw),
          at: Date.now(),
        });
        response.writeHead(this.answers.shift() ?? 200).end();
        for (const wake of this.waiting) wake();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/whatsapp/webhook`;
  }

  /** The webhooks, once there are at least so many that fit. */
  async wait(count: number, fits: (webhook: Received) => boolean = () => true): Promise<Received[]> {
    for (;;) {
      const found = this.received.filter(fits);
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A simulator and the service that it calls, each on a free port, and short ways to both. */
export class Rig {
  private constructor(
    readonly settings: Settings,
    readonly service: ServiceFake,
    readonly simulator: Simulator,
    readonly origin: string,
  ) {}

  static async start(settings: Partial<Settings> = {}): Promise<Rig> {
    const defaults = readSettings({});
    const service = new ServiceFake(defaults.verifyToken);
    const webhookUrl = await service.listen();
    const all = { ...defaults, port: 0, webhookUrl, ...settings };
    const simulator = await buildSimulator(all);
    const port = await simulator.listen();
    const rig = new Rig(all, service, simulator, `http://127.0.0.1:${port}`);
    await rig.options({
      statuses: { delaysMs: { sent: 1, delivered: 2, read: 3 } },
      webhooks: { firstRetryMs: 5 },
    });
    return rig;
  }

  async stop(): Promise<void> {
    await this.simulator.close();
    await this.service.close();
  }

  /** Forgets everything on both sides, and makes time short again. */
  async reset(): Promise<void> {
    await this.control('POST', '/sim/reset');
    this.service.received.length = 0;
    this.service.answers = [];
    await this.options({
      statuses: { delaysMs: { sent: 1, delivered: 2, read: 3 } },
      webhooks: { firstRetryMs: 5 },
    });
  }

  async control(method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> {
    return this.call(method, path, body, {});
  }

  async options(options: unknown): Promise<void> {
    await this.control('PATCH', '/sim/options', options);
  }

  /** A call of the service to the Graph API. */
  async graph(method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> {
    return this.call(method, path, body, { authorization: `Bearer ${this.settings.accessToken}` });
  }

  /** A call with another token than the usual one, or with none; headers too. */
  async ask(path: string, { method = 'GET', token, body }: Asked = {}): Promise<Answer> {
    const answer = await fetch(`${this.origin}/v25.0${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = parse(await answer.text());
    return { status: answer.status, json, headers: answer.headers };
  }

  /** A call about the account's templates, with the usual token. */
  templates(query: Record<string, string> = {}, more: Asked = {}): Promise<Answer> {
    const path = `/${this.settings.businessAccountId}/message_templates?${new URLSearchParams(query).toString()}`;
    return this.ask(path, { token: this.settings.accessToken, ...more });
  }

  /** Sends a message as the service does. */
  async send(message: object): Promise<{ status: number; json: Json }> {
    return this.graph('POST', `/v25.0/${this.settings.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...message,
    });
  }

  /** A person writes; the window is open from then on. */
  async write(number: string, text = 'Bonjour'): Promise<string> {
    const { json } = await this.control('POST', `/sim/phones/${number}/messages`, { type: 'text', text });
    return String(json['id']);
  }

  async upload(
    bytes: Buffer,
    mime: string,
    fields: Record<string, string> = {},
  ): Promise<{ status: number; json: Json }> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ messaging_product: 'whatsapp', type: mime, ...fields })) {
      form.set(name, value);
    }
    form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), 'file');
    const answer = await fetch(`${this.origin}/v25.0/${this.settings.phoneNumberId}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.settings.accessToken}` },
      body: form,
    });
    return { status: answer.status, json: (await answer.json()) as Json };
  }

  private async call(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<{ status: number; json: Json }> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: parse(text) };
  }
}

export type Json = Record<string, unknown>;

interface Asked {
  method?: string;
  token?: string;
  body?: unknown;
}

interface Answer {
  status: number;
  json: Json;
  headers: Headers;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return { text };
  }
}

/** The statuses or messages of a webhook, of all its changes. */
export function updatesOf(webhook: Received, kind: 'messages' | 'statuses'): Json[] {
  const entries = webhook.body['entry'] as { changes: { value: Json }[] }[];
  return entries.flatMap((entry) =>
    entry.changes.flatMap(({ value }) => (value[kind] as Json[] | undefined) ?? []),
  );
}
