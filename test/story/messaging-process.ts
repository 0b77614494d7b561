import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

export const WABA = '102290129340398';
const APP = '200000000000001';

/** A key may ask ten times a second. */
const PACE_MS = 250;

export type Json = Record<string, unknown>;

/** A message that the simulated WhatsApp took, with the body as it came over the wire. */
export interface Wired {
  seq: number;
  to: string;
  type: string;
  id: string;
  body: Json & { text?: { body: string }; interactive?: Json & { body?: { text: string } } };
}

/** Somebody outside who is told the news: an address that keeps what was posted to it. */
export class Receiver {
  readonly posts: { path: string; headers: IncomingHttpHeaders; body: Json }[] = [];
  private server: Server | null = null;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
        this.posts.push({ path: request.url ?? '', headers: request.headers, body });
        response.setHeader('content-type', 'application/json');
        response.end('{}');
      });
    });
    await new Promise<void>((ready) => this.server?.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  at(path: string): Json[] {
    return this.posts.filter((post) => post.path === path).map(({ body }) => body);
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((closed) => this.server?.close(closed));
  }
}

/** The compiled server and a simulated Meta that know each other. */
export class MessagingStory {
  readonly simulator = new SimulatorProcess();
  readonly server: ServerProcess;

  private constructor(
    private readonly port: number,
    env: Record<string, string>,
  ) {
    this.server = new ServerProcess({
      PORT: String(port),
      BOT_ENTRY_FLOW: 'menu',
      UIC_SERVICE_NAME: 'Centre Espoir',
      // What is not said even here is said nowhere.
      LOG_LEVEL: 'debug',
      WHATSAPP_BUSINESS_ACCOUNT_ID: WABA,
      WHATSAPP_APP_ID: APP,
      // The stories say themselves when templates are copied.
      TEMPLATE_SYNC_CRON: '',
      ...env,
    });
  }

  static async open(env: Record<string, string> = {}): Promise<MessagingStory> {
    const story = new MessagingStory(await freePort(), env);
    await story.simulator.start({
      PHONE_NUMBER_ID: NUMBER,
      BUSINESS_ACCOUNT_ID: WABA,
      APP_ID: APP,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAtest',
      VERIFY_TOKEN: 'verify-me',
      WEBHOOK_URL: `http://127.0.0.1:${story.port}/whatsapp/webhook`,
    });
    // What the server reads of its environment is known only now.
    story.server.configure({ WHATSAPP_GRAPH_BASE_URL: story.simulator.address });
    await story.server.start();
    return story;
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
  }

  async api<T = Json>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T }> {
    return this.server.api(`/api/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    }) as Promise<{ status: number; body: T }>;
  }

  /** What the API says, once it fits. */
  async settled<T = Json>(path: string, fits: (body: T) => boolean, withinMs = 15_000): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const { body } = await this.api<T>('GET', path);
      if (fits(body)) return body;
      if (Date.now() > deadline) throw new Error(`${path} stays ${JSON.stringify(body).slice(0, 2_000)}`);
      await pause(PACE_MS);
    }
  }

  fault(fault: object): Promise<unknown> {
    return this.simulator.control('POST', 'faults', fault);
  }
}

/** Somebody who writes to the number and reads what comes back. */
export class Correspondent {
  private seen = 0;

  constructor(
    readonly number: string,
    private readonly story: { simulator: SimulatorProcess },
  ) {}

  say(message: object): Promise<{ id: string }> {
    return this.story.simulator.control('POST', `phones/${this.number}/messages`, message);
  }

  /** Writes, and reads the next `replies` messages. */
  async write(text: string, replies = 1): Promise<Wired[]> {
    await this.say({ type: 'text', text });
    return this.receive(replies);
  }

  async tap(choice: string, replies = 1): Promise<Wired[]> {
    await this.say({ type: 'tap', choice });
    return this.receive(replies);
  }

  async receive(count = 1): Promise<Wired[]> {
    const all = await this.all(this.seen + count);
    if (all.length < this.seen + count)
      throw new Error(`${this.number} got ${all.length - this.seen} messages, not ${count}`);
    const next = all.slice(this.seen, this.seen + count);
    this.seen += count;
    return next;
  }

  /** Everything so far, once there is at least so much. */
  async all(atLeast = 0): Promise<Wired[]> {
    const { items } = await this.story.simulator.control<{ items: Wired[] }>(
      'GET',
      `sent?to=${this.number}&atLeast=${atLeast}&waitMs=10000`,
    );
    return items;
  }
}

/** The words of a message. */
export function wordsOf(message: Wired | undefined): string {
  return message?.body.text?.body ?? message?.body.interactive?.body?.text ?? '';
}

/** What can be tapped on a message, by its title. */
export function titlesOf(message: Wired | undefined): string[] {
  const action = message?.body.interactive?.['action'] as
    | { buttons?: { reply: { title: string } }[]; sections?: { rows: { title: string }[] }[] }
    | undefined;
  return [
    ...(action?.buttons ?? []).map(({ reply }) => reply.title),
    ...(action?.sections ?? []).flatMap(({ rows }) => rows.map(({ title }) => title)),
  ];
}
