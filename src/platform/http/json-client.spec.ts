import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { JsonClient } from './json-client.js';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let handler: Handler;
let base: string;
const clients: JsonClient[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handler(request, response, Buffer.concat(parts).toString()));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  server.closeAllConnections();
  server.close();
});

function client(path = '', connections = 4): JsonClient {
  const made = new JsonClient(`${base}${path}`, {
    connections,
    maxBytes: 1_000,
    headers: () => ({ authorization: 'ApiToken t' }),
  });
  clients.push(made);
  return made;
}

describe('a server that speaks JSON', () => {
  it('gets the call beneath its base address, with who we are and what we say', async () => {
    const seen: unknown[] = [];
    handler = ({ method, url, headers }, response, body) => {
      seen.push({ method, url, authorization: headers.authorization, type: headers['content-type'], body });
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":7}');
    };
    const call = { method: 'POST', path: 'api/x', query: [['filter', 'a:eq:+1']], timeoutMs: 2_000 } as const;
    const answer = await client('/dhis/').call({ ...call, body: { uic: 'A' } });
    expect(answer).toMatchObject({ end: 'answered', status: 201, json: { id: 7 } });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/dhis/api/x?filter=a%3Aeq%3A%2B1',
        authorization: 'ApiToken t',
        type: 'application/json',
        body: '{"uic":"A"}',
      },
    ]);
  });

  it('is not followed elsewhere, and what is no JSON stays bytes', async () => {
    handler = (_, response) => response.writeHead(302, { location: `${base}/login` }).end('<html>');
    const answer = await client().call({ method: 'GET', path: '/', timeoutMs: 2_000 });
    expect(answer).toMatchObject({ end: 'answered', status: 302, json: undefined });
  });

  it('is understood with the mark that some put before their texts', async () => {
    handler = (_, response) => response.end('\ufeff{"id":7}');
    const answer = await client().call({ method: 'GET', path: '/', timeoutMs: 2_000 });
    expect(answer).toMatchObject({ end: 'answered', json: { id: 7 } });
  });

  it('that stays silent after it heard the call leaves it in doubt', async () => {
    handler = () => undefined;
    const answer = await client().call({ method: 'POST', path: '/', timeoutMs: 100 });
    expect(answer).toEqual({ end: 'unknown', cause: 'TIMEOUT' });
  });

  it('that cuts the connection after it heard the call leaves it in doubt', async () => {
    handler = (request) => (request.socket as Socket).destroy();
    expect(await client().call({ method: 'POST', path: '/', timeoutMs: 2_000 })).toMatchObject({
      end: 'unknown',
    });
  });

  it('that nobody hears was certainly told nothing', async () => {
    const nobody = new JsonClient('http://127.0.0.1:1', { connections: 1, maxBytes: 10 });
    clients.push(nobody);
    expect(await nobody.call({ method: 'POST', path: '/', timeoutMs: 2_000 })).toMatchObject({
      end: 'unsent',
      cause: 'ECONNREFUSED',
    });
  });

  it('is told nothing by a call that waits for a free connection until its time is over', async () => {
    handler = () => undefined;
    const busy = client('', 1);
    const first = busy.call({ method: 'POST', path: '/', timeoutMs: 600 });
    const second = await busy.call({ method: 'POST', path: '/', timeoutMs: 100 });
    expect(second).toEqual({ end: 'unsent', cause: 'TIMEOUT' });
    expect(await first).toEqual({ end: 'unknown', cause: 'TIMEOUT' });
  });

  it('is believed no more than was agreed', async () => {
    handler = (_, response) => response.end('x'.repeat(2_000));
    expect(await client().call({ method: 'GET', path: '/', timeoutMs: 2_000 })).toMatchObject({
      end: 'unknown',
      cause: 'ANSWER_TOO_LARGE',
    });
  });

  it('hears no more of a call that was called off', async () => {
    handler = () => undefined;
    const stop = new AbortController();
    const call = client().call({ method: 'GET', path: '/', timeoutMs: 5_000, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect(await call).toEqual({ end: 'unknown', cause: 'CALLED_OFF' });
  });
});
