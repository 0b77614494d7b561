import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: {
    model: string;
    messages: { role: string; content: string | null; tool_call_id?: string; tool_calls?: unknown[] }[];
    tools?: { type: string; function: { name: string; parameters: unknown } }[];
    tool_choice?: unknown;
  };
}

/** What the server does with one request. */
export type Answer =
  | { say: string; tokens?: [number, number] }
  /** Arguments are sent as they are when they are a text. */
  | { call: [name: string, input: unknown][] }
  | { raw: string; status?: number; type?: string; headers?: Record<string, string> }
  /** The line is cut without an answer. */
  | 'cut'
  /** It never answers. */
  | 'silence';

/** A service that speaks OpenAI's chat completions on a real socket and does what it is told to: nothing of it is ours. */
export class AiServer {
  readonly received: Received[] = [];
  /** The answers to the next requests, in order; the last one is repeated. A function sees the request. */
  script: (Answer | ((request: Received) => Answer))[] = [{ say: 'Bonjour !' }];
  /** Requests that are being kept waiting. */
  held = 0;
  private server: Server | null = null;
  private serial = 0;

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.take(request, response));
    await new Promise<void>((ready) => this.server?.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((closed) => this.server?.close(closed));
  }

  reset(): void {
    this.received.length = 0;
    this.script = [{ say: 'Bonjour !' }];
    this.server?.closeAllConnections();
  }

  /** Everything that it has ever been sent since the last reset, as one text. */
  get everything(): string {
    return this.received.map(({ raw, headers }) => `${JSON.stringify(headers)}\n${raw}`).join('\n');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const received = {
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body: JSON.parse(raw) as Received['body'],
    };
    this.received.push(received);
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    const answer = typeof next === 'function' ? next(received) : (next ?? 'cut');
    if (answer === 'cut') request.socket.destroy();
    else if (answer === 'silence') this.hold(response);
    else this.reply(response, answer);
  }

  private hold(response: ServerResponse): void {
    this.held += 1;
    response.once('close', () => (this.held -= 1));
  }

  private reply(response: ServerResponse, answer: Exclude<Answer, string>): void {
    if ('raw' in answer) {
      const { raw, status = 200, type = 'application/json', headers = {} } = answer;
      response.writeHead(status, { 'content-type': type, ...headers }).end(raw);
      return;
    }
    const [input, output] = 'say' in answer ? (answer.tokens ?? [100, 20]) : [80, 10];
    const message =
      'say' in answer
        ? { role: 'assistant', content: answer.say }
        : { role: 'assistant', content: null, tool_calls: answer.call.map((each) => this.toolCall(each)) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: `chatcmpl-${++this.serial}`,
        object: 'chat.completion',
        created: 1_795_000_000,
        model: 'test-model',
        choices: [{ index: 0, message, finish_reason: 'say' in answer ? 'stop' : 'tool_calls' }],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      }),
    );
  }

  private toolCall([name, input]: [string, unknown]): object {
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    return { id: `call_${++this.serial}`, type: 'function', function: { name, arguments: text } };
  }
}
