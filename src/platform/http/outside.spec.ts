import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIP, type LookupFunction } from 'node:net';
import { inspect, promisify } from 'node:util';
import { OutsideFailure } from './outside.errors.js';
import { fetchOutside, outsideBy } from './outside.js';
import { isPublicAddress, publicOnly } from './reach.js';

const servers: Server[] = [];

/** A real server on this machine; its origin. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const reasonOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  );
  return error instanceof OutsideFailure ? error.reason : inspect(error);
};

/** Answers each look-up with the next list of addresses, the last one again and again. */
const names = (...lists: string[][]): LookupFunction => {
  let at = 0;
  return (_host, options, done) => {
    const found = (lists[Math.min(at++, lists.length - 1)] ?? []).map((address) => ({
      address,
      family: isIP(address),
    }));
    if (options.all === true) done(null, found);
    else done(null, found[0]?.address ?? '', found[0]?.family);
  };
};

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2001::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '100::1',
    'nowhere',
    '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '41.243.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('asking a server outside', () => {
  it('gives status, headers and body of an origin that the operator named', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(201, { 'content-type': 'text/plain', 'x-method': request.method });
      request.pipe(response);
    });
    const answer = await fetchOutside(`${origin}/echo?a=1`, {
      method: 'POST',
      body: 'bonjour',
      maxBytes: 100,
      allowPrivate: [origin],
    });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-method': 'POST' } });
    expect((await answer.bytes()).toString()).toBe('bonjour');
  });

  it.each([
    'http://127.0.0.1:{port}/',
    'http://localhost:{port}/',
    'http://2130706433:{port}/',
    'http://0x7f.1:{port}/',
    'http://0.0.0.0:{port}/',
    'http://[::1]:{port}/',
    'http://[::ffff:127.0.0.1]:{port}/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://[fd00::1]/',
  ])('refuses %s, and nobody is called', async (address) => {
    let calls = 0;
    const origin = await serve((_, response) => {
      calls += 1;
      response.end('inside');
    });
    const url = address.replace('{port}', new URL(origin).port);
    expect(await reasonOf(fetchOutside(url, { maxBytes: 100 }))).toBe('private');
    expect(calls).toBe(0);
  });

  it('refuses a name that leads to this machine or a private network, at every look', async () => {
    let calls = 0;
    const origin = await serve((_, response) => {
      calls += 1;
      response.end('inside');
    });
    const url = `http://rebind.example:${new URL(origin).port}/`;
    expect(await reasonOf(outsideBy(names(['127.0.0.1']))(url, { maxBytes: 100 }))).toBe('private');
    expect(await reasonOf(outsideBy(names(['::ffff:127.0.0.1']))(url, { maxBytes: 100 }))).toBe('private');
    const rebinding = outsideBy(names(['10.0.0.1'], ['127.0.0.1']));
    for (let look = 0; look < 3; look += 1)
      expect(await reasonOf(rebinding(url, { maxBytes: 100 }))).toBe('private');
    expect(calls).toBe(0);
  });

  it('connects to the very address that was checked, and of several to a public one only', async () => {
    let looks = 0;
    const found = names(['127.0.0.1', '8.8.8.8', '::1'], ['127.0.0.1']);
    const look = promisify(
      (host: string, all: boolean, done: (error: Error | null, given?: unknown) => void) => {
        const counted: LookupFunction = (...of) => {
          looks += 1;
          found(...of);
        };
        publicOnly(counted)(host, { all }, (error, address) => done(error, address));
      },
    );
    expect(await look('mixed.example', true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(looks).toBe(1);
    await expect(look('mixed.example', true)).rejects.toThrow('private');
    await expect(look('mixed.example', false)).rejects.toThrow('private');
  });

  it('never reuses a connection that was opened for a named origin', async () => {
    const origin = await serve((_, response) => void response.end('inside'));
    await (await fetchOutside(origin, { maxBytes: 100, allowPrivate: [origin] })).bytes();
    expect(await reasonOf(fetchOutside(origin, { maxBytes: 100 }))).toBe('private');
  });

  it('follows redirects within an origin with everything, and to another one without what says who asks', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(['other', request.method, request.headers['authorization'], request.headers['x-key']]);
      response.end('here');
    });
    const origin = await serve((request, response) => {
      seen.push([request.url, request.method, request.headers['authorization'], request.headers['x-key']]);
      const location = request.url === '/a' ? '/b' : other;
      response.writeHead(307, { location }).end();
    });
    const answer = await fetchOutside(`${origin}/a`, {
      headers: { Authorization: 'Basic c2VjcmV0', 'X-Key': 'k' },
      maxBytes: 100,
      allowPrivate: [origin, other],
    });
    expect((await answer.bytes()).toString()).toBe('here');
    expect(seen).toEqual([
      ['/a', 'GET', 'Basic c2VjcmV0', 'k'],
      ['/b', 'GET', 'Basic c2VjcmV0', 'k'],
      ['other', 'GET', undefined, undefined],
    ]);
  });

  it('refuses a redirect to this machine, to another host than wanted, out of the web, and one too many', async () => {
    let location = '';
    const origin = await serve((_, response) => void response.writeHead(302, { location }).end());
    const inside = await serve((_, response) => void response.end('inside'));
    const call = (over = {}) =>
      reasonOf(fetchOutside(origin, { maxBytes: 100, allowPrivate: [origin], ...over }));
    location = inside;
    expect(await call()).toBe('private');
    location = 'http://169.254.169.254/';
    expect(await call()).toBe('private');
    expect(await call({ allowHosts: (host: string) => host === '127.0.0.1' })).toBe('address');
    for (location of ['file:///etc/passwd', 'http://user:pass@127.0.0.1/', 'http://[', '/again'])
      expect(await call()).toBe('redirect');
  });

  it('does not carry a body to a stranger, and asks with GET where a 303 says so', async () => {
    let status = 307;
    const other = await serve((request, response) => void response.end(request.method));
    const origin = await serve((_, response) => void response.writeHead(status, { location: other }).end());
    const call = () =>
      fetchOutside(origin, {
        method: 'POST',
        body: 'secret',
        maxBytes: 100,
        allowPrivate: [origin, other],
      });
    expect(await reasonOf(call())).toBe('redirect');
    status = 303;
    expect((await (await call()).bytes()).toString()).toBe('GET');
  });

  it.each(['ftp://example.com/', 'http://user:pass@example.com/', 'not an address', 'javascript:alert(1)'])(
    'refuses the address %s',
    async (url) => expect(await reasonOf(fetchOutside(url, { maxBytes: 1 }))).toBe('address'),
  );

  it('believes neither the length announced nor the one that comes', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': '1000' });
      response.write('x'.repeat(600));
      response.end('x'.repeat(400));
    });
    const call = { maxBytes: 999, allowPrivate: [origin] };
    expect(await reasonOf(fetchOutside(`${origin}/announced`, call))).toBe('too-large');
    const answer = await fetchOutside(`${origin}/streamed`, call);
    expect(await reasonOf(answer.bytes())).toBe('too-large');
    const whole = await fetchOutside(`${origin}/streamed`, { ...call, maxBytes: 1000 });
    expect((await whole.bytes()).length).toBe(1000);
  });

  it('waits neither for an answer that never begins, nor for one that stalls, nor for one that drips', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/never') return;
      response.write('x');
      if (request.url !== '/drip') return;
      const drops = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drops));
    });
    const call = { maxBytes: 1e6, allowPrivate: [origin] };
    expect(await reasonOf(fetchOutside(`${origin}/never`, { ...call, timeoutMs: 100 }))).toBe('timeout');
    const stalled = await fetchOutside(`${origin}/stall`, { ...call, stallMs: 100 });
    expect(await reasonOf(stalled.bytes())).toBe('timeout');
    const dripping = await fetchOutside(`${origin}/drip`, { ...call, totalMs: 200 });
    expect(await reasonOf(dripping.bytes())).toBe('timeout');
  });

  it('says when the connection breaks, when nobody is there, and when the caller wants it no more', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/open') return void response.write('x');
      response.writeHead(200, { 'content-length': '10' });
      response.write('x', () => response.destroy());
    });
    const call = { maxBytes: 100, allowPrivate: [origin] };
    expect(await reasonOf(fetchOutside(origin, call).then((answer) => answer.bytes()))).toBe('broken');
    const caller = new AbortController();
    const open = await fetchOutside(`${origin}/open`, { ...call, signal: caller.signal });
    caller.abort();
    expect(await reasonOf(open.bytes())).toBe('called-off');
    expect(await reasonOf(fetchOutside(origin, { ...call, signal: caller.signal }))).toBe('called-off');
    const closed = servers.at(-1);
    closed?.close().closeAllConnections();
    if (closed) await once(closed, 'close');
    expect(await reasonOf(fetchOutside(origin, call))).toBe('unreachable');
  });

  it('leaves no connection behind when the body is not wanted', async () => {
    const origin = await serve((_, response) => void response.write('x'));
    const answer = await fetchOutside(origin, { maxBytes: 100, allowPrivate: [origin] });
    const closed = once(servers[0]!, 'close');
    servers[0]!.close();
    answer.discard();
    expect(await closed).toEqual([]);
  });

  it('names no address in an error, however deep', async () => {
    const error = await fetchOutside('http://10.11.12.13/secret?token=abc', { maxBytes: 1 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(inspect(error, { depth: 9 })).not.toMatch(/10\.11|secret\?|abc/);
  });
});
