import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that the server sent, as it came over the wire. */
export interface Sent {
  to: string;
  type: string;
  text?: { body: string };
  image?: { id: string; caption?: string };
  interactive?: { type: string; body: { text: string }; action: Record<string, unknown> };
  biz_opaque_callback_data?: string;
  /** The id that the stub gave it. */
  id: string;
}

/** The smallest Graph API that keeps messages and pictures: nothing of it is ours or the simulator's. */
export class GraphStub {
  readonly sent: Sent[] = [];
  readonly pictures = new Map<string, Buffer>();
  /** What it says to calls that it does not know. */
  strangeAnswer = { status: 404, body: '{}' };
  private server: Server | null = null;
  private serial = 0;

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((ready) => this.server?.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((closed) => this.server?.close(closed));
  }

  /** What a person received, in order. */
  for(waId: string): Sent[] {
    return this.sent.filter(({ to }) => to === `+${waId}`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    this.serial += 1;
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('/media')) {
      const id = `${1_000 + this.serial}`;
      this.pictures.set(id, pngIn(body));
      response.end(JSON.stringify({ id }));
      return;
    }
    if (request.method !== 'POST') {
      // It knows nothing of tokens and templates: whoever asks has to live with that.
      response.statusCode = this.strangeAnswer.status;
      response.end(this.strangeAnswer.body);
      return;
    }
    const message = JSON.parse(body.toString()) as Sent;
    const id = `wamid.${this.serial}`;
    this.sent.push({ ...message, id });
    response.end(
      JSON.stringify({
        messaging_product: 'whatsapp',
        contacts: [{ input: message.to }],
        messages: [{ id }],
      }),
    );
  }
}

/** The PNG in a multipart body: from its signature to its last chunk. */
function pngIn(body: Buffer): Buffer {
  const from = body.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const end = body.indexOf('IEND', from, 'latin1');
  return body.subarray(from, end + 8);
}
