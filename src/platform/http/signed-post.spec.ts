import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../kernel/secret.js';
import { postNews } from './signed-post.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('news to an address of the settings', () => {
  const received: Received[] = [];
  let status = 200;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(status).end('thanks');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`;
  });
  beforeEach(() => {
    received.length = 0;
    status = 200;
  });
  afterAll(() => void server.close());

  it('arrive as JSON, signed with the secret', async () => {
    const secret = new Secret('a shared secret');
    await postNews({ url, secret }, 'delivery-1', { what: 'é' });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(JSON.parse(body)).toEqual({ what: 'é' });
    const expected = createHmac('sha256', 'a shared secret').update(body).digest('hex');
    expect(headers['x-relais-signature']).toBe(`sha256=${expected}`);
    expect(headers['x-relais-delivery']).toBe('delivery-1');
  });

  it('are not signed without one', async () => {
    await postNews({ url }, 'delivery-1', {});
    expect(received[0]?.headers['x-relais-signature']).toBeUndefined();
  });

  it.each([301, 404, 500])('are not taken by an answer of %s', async (code) => {
    status = code;
    await expect(postNews({ url }, 'delivery-1', {})).rejects.toThrow(/answered|redirect/);
  });
});
