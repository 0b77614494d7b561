import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Received {
  line: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What a fake server answers: status, body, further headers; or anything else with the response itself. */
export type Reply =
  | [status: number, body?: unknown, headers?: Record<string, string>]
  | ((response: ServerResponse) => void);

/** A server on this machine that says what a test tells it to say, and remembers what it heard. */
export class FakeServer {
  readonly received: Received[] = [];
  /** By path without query; anything else is answered with 404. */
  replies: Record<string, Reply> = {};
  readonly #server: Server;

  constructor(tls?: { key: string; cert: string }) {
    const listener = (
      request: NodeJS.ReadableStream & { method?: string; url?: string; headers: IncomingHttpHeaders },
      response: ServerResponse,
    ): void => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const { method = '', url = '', headers } = request;
        this.received.push({
          line: `${method} ${url}`,
          headers,
          body: text === '' ? undefined : (JSON.parse(text) as unknown),
        });
        answer(this.replies[url.split('?')[0] ?? ''] ?? [404, {}], response);
      });
    };
    this.#server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  }

  /** Its port. */
  async open(): Promise<number> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

function answer(reply: Reply, response: ServerResponse): void {
  if (typeof reply === 'function') return reply(response);
  const [status, body, headers] = reply;
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}
