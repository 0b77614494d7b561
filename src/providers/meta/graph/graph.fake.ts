import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Answer = (request: Received, response: ServerResponse) => void;

/** A Graph API on a real socket that answers as told, one answer after the other; the last one stays. */
export class GraphFake {
  readonly received: Received[] = [];
  connections = 0;
  #answers: Answer[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(request, Buffer.concat(chunks), response));
    });
    this.#server.on('connection', () => (this.connections += 1));
  }

  static async open(): Promise<GraphFake> {
    const fake = new GraphFake();
    await listening(fake.#server);
    return fake;
  }

  get url(): string {
    return urlOf(this.#server);
  }

  answers(...answers: Answer[]): void {
    this.#answers = answers;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const received = { method, url, headers, body };
    this.received.push(received);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    answer?.(received, response);
  }
}

/** Answers with this status, JSON unless the body is a text. */
export function says(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=UTF-8';
  return (_request, response) => response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

/** A server that does with the bytes of each connection what it is told. */
export async function openSocketServer(
  talk: (socket: Socket, bytes: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => talk(socket, bytes.toString('latin1')));
  });
  await listening(server);
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: urlOf(server), close };
}

async function listening(server: NetServer): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function urlOf(server: NetServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
