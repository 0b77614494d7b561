import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  form: URLSearchParams;
}

type Answer = (request: Received, response: ServerResponse) => void;

/** A recorded answer of Twilio's. */
export interface Recorded {
  about: string;
  status: number;
  headers: Record<string, string>;
  response: unknown;
}

const FIXTURES = 'fixtures/twilio';

export function recorded(name: string): Recorded {
  return read(`messages/${name}.json`) as Recorded;
}

/** Recorded webhooks, by name. */
export function recordedForms(): Map<string, Record<string, string>> {
  const names = readdirSync(`${FIXTURES}/webhook`).map((file) => file.replace('.json', ''));
  return new Map(
    names.map((name) => [name, (read(`webhook/${name}.json`) as { form: Record<string, string> }).form]),
  );
}

export function recordedSignatures() {
  return read('signatures.json') as {
    secret: string;
    url: string;
    form: Record<string, string>;
    signature: string;
  }[];
}

/** Signs as Twilio's documentation says: written apart from what verifies. */
export function signatureOf(secret: string, url: string, form: Record<string, string> = {}): string {
  const text = Object.keys(form)
    .toSorted()
    .map((name) => `${name}${form[name]}`);
  return createHmac('sha1', secret)
    .update([url, ...text].join(''))
    .digest('base64');
}

/** Twilio's API on a real socket that answers as told, one answer after the other; the last one stays. */
export class TwilioFake {
  readonly received: Received[] = [];
  #answers: Answer[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const received = {
          method,
          url,
          headers,
          form: new URLSearchParams(Buffer.concat(chunks).toString()),
        };
        this.received.push(received);
        const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
        answer?.(received, response);
      });
    });
  }

  static async open(): Promise<TwilioFake> {
    const fake = new TwilioFake();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  answers(...answers: Answer[]): void {
    this.#answers = answers;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export function says(name: string, over: { headers?: Record<string, string> } = {}): Answer {
  const { status, headers, response: body } = recorded(name);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_request, response) => response.writeHead(status, { ...headers, ...over.headers }).end(text);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(`${FIXTURES}/${path}`, 'utf8'));
}
