import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sent } from '../story/graph-stub.js';
import { envelope } from '../story/person.js';
import type { Postman } from './postman.js';

/** What the stub does with a call: `lose` takes nothing and cuts, `cut` takes the message and cuts before the answer. */
export type Fate =
  | { does: 'accept' }
  | { does: 'lose' }
  | { does: 'cut' }
  | { does: 'refuse'; status: number; body: unknown; headers?: Record<string, string> };

export interface Taken extends Sent {
  /** Milliseconds of the steady clock. */
  at: number;
}

export interface Call {
  to: string;
  text: string;
  reference: string;
  at: number;
}

const ACCEPT: Fate = { does: 'accept' };

/** An error as the Graph API words it. */
export const graphError = (code: number, over: Record<string, unknown> = {}) => ({
  error: { message: `(#${code}) rehearsed`, type: 'OAuthException', code, fbtrace_id: 'Arehearsal', ...over },
});

/** A Graph API that remembers every call, behaves as badly as it is told to, and reports on what it took until it is believed. */
export class RehearsalGraph {
  /** Every call, whatever became of it. */
  readonly calls: Call[] = [];
  /** What really went to people. */
  readonly taken: Taken[] = [];
  /** Decides about each call; by default everything is accepted. */
  fate: (call: Call) => Fate = () => ACCEPT;
  private server: Server | null = null;
  private serial = 0;

  /** @param postman brings the reports */
  constructor(private readonly postman: Postman) {}

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((ready) => this.server?.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((closed) => this.server?.close(closed));
  }

  /** The words that a person received, in order. */
  wordsTo(waId: string): string[] {
    return this.taken.filter(({ to }) => to === `+${waId}`).map(wordsIn);
  }

  /** References that were taken more than once: each is a message that a person received twice. */
  doubled(): string[] {
    const seen = new Set<string>();
    return this.taken.flatMap(({ biz_opaque_callback_data: reference = '' }) => {
      if (seen.has(reference)) return [reference];
      seen.add(reference);
      return [];
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The caller was killed half-way: such a call never arrived.
      return;
    }
    // Of tokens and templates it knows nothing.
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const message = JSON.parse(Buffer.concat(chunks).toString()) as Sent;
    const reference = message.biz_opaque_callback_data ?? '';
    const call = { to: message.to, text: wordsIn(message), reference, at };
    this.calls.push(call);
    const fate = this.fate(call);
    if (fate.does === 'lose') return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    if (fate.does === 'refuse') {
      response.writeHead(fate.status, fate.headers ?? {}).end(JSON.stringify(fate.body));
      return;
    }
    const id = this.take(message, call.at);
    if (fate.does === 'cut') return void request.socket.destroy();
    const answer = {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, wa_id: message.to.slice(1) }],
      messages: [{ id }],
    };
    response.end(JSON.stringify(answer));
  }

  private take(message: Sent, at: number): string {
    this.serial += 1;
    const id = `wamid.out-${this.serial}`;
    this.taken.push({ ...message, id, at });
    for (const status of ['sent', 'delivered']) this.report(message, id, status);
    return id;
  }

  private report(message: Sent, id: string, status: string): void {
    const report = {
      id,
      status,
      timestamp: `${Math.floor(Date.now() / 1000)}`,
      recipient_id: message.to.slice(1),
      biz_opaque_callback_data: message.biz_opaque_callback_data,
    };
    void this.postman.bring(`${id} ${status}`, envelope({ statuses: [report] }));
  }
}

function wordsIn(message: Sent): string {
  return message.text?.body ?? message.interactive?.body.text ?? message.image?.caption ?? '';
}
