import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What was asked of the server. */
export interface Heard {
  /** `GET /api/me?fields=id`, percent-decoded. */
  line: string;
  /** As it came. */
  url: string;
  authorization: string | undefined;
  body: unknown;
}

/** An answer: the name of a fixture, or an answer of any kind. */
export type Says =
  | string
  | { status?: number; fixture?: string; body?: string; headers?: Record<string, string> }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** Answers as recorded; each path has its answers in their order, the last one again and again. */
export class Dhis2Server {
  readonly heard: Heard[] = [];
  readonly #answers = new Map<string, Says[]>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => this.#hear(request, response, Buffer.concat(parts).toString()));
    });
  }

  /** Speaks as this version: its information, the program, and nothing else. */
  static async start(version = '2.42'): Promise<Dhis2Server> {
    const server = new Dhis2Server();
    server.says('GET /api/system/info', `system-info-${version}`);
    server.says('GET /api/programs/uicProgram1', 'program');
    await new Promise<void>((ready) => server.#server.listen(0, '127.0.0.1', ready));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `GET /api/me`: what it says from now on. */
  says(call: string, ...answers: Says[]): void {
    this.#answers.set(call, answers);
  }

  /** The lines of what concerned registrations: not what the server is and holds. */
  get lines(): string[] {
    return this.heard.map(({ line }) => line).filter((line) => !/system\/info|\/api\/programs\//.test(line));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #hear(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { method = '', url = '', headers } = request;
    this.heard.push({
      line: `${method} ${decodeURIComponent(url)}`,
      url,
      authorization: headers.authorization,
      body: body === '' ? undefined : (JSON.parse(body) as unknown),
    });
    const answers = this.#answers.get(`${method} ${url.split('?')[0]}`);
    const says = (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? {
      status: 404,
      fixture: 'not-found',
    };
    if (typeof says === 'function') return says(request, response);
    const {
      status,
      fixture,
      body: text,
      headers: more,
    } = typeof says === 'string' ? { fixture: says } : says;
    const recorded = fixture === undefined ? (text ?? '') : fixtureText(fixture);
    response
      .writeHead(status ?? statusOf(recorded), { 'content-type': 'application/json', ...more })
      .end(recorded);
  }
}

/** A recorded answer of DHIS2. */
export function fixtureText(name: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../../../fixtures/dhis2/${name}.json`, import.meta.url)),
    'utf8',
  );
}

/** A message tells its own status; a refused import is a conflict. */
function statusOf(text: string): number {
  const { httpStatusCode, status } = JSON.parse(text || '{}') as { httpStatusCode?: number; status?: string };
  return httpStatusCode ?? (status === 'ERROR' ? 409 : 200);
}
