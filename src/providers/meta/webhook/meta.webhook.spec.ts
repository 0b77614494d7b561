import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { RelaisError } from '../../../kernel/error.js';
import { Secret } from '../../../kernel/secret.js';
import { serverOptions } from '../../../platform/web/server.js';
import type { TemplateHint } from '../../../template-sync/template-sync.port.js';
import type { InboundUpdate, Update } from '../../../whatsapp/whatsapp-updates.contract.js';
import { Inbox } from '../../../whatsapp/whatsapp.port.js';
import { BODY_LIMIT, metaWebhook, WEBHOOK_PATH, type WebhookOutcome } from './meta.webhook.js';
import type { Json } from '../graph/json.js';
import { recordedWebhooks } from '../graph/recorded.fake.js';
import type { Warning } from './warning.translate.js';

const SECRET = 'test_app_secret';
const TOKEN = 'un-mot-choisi';
const NOW = new Date('2026-11-21T02:00:00Z');
const RECORDED = recordedWebhooks();

class Away extends RelaisError {
  readonly code = 'test.away';
  readonly kind = 'unavailable';
  readonly publicText = 'Plus tard.';
}

class InboxFake extends Inbox {
  readonly accepted: (readonly Update[])[] = [];
  answer: () => Promise<void> = async () => {};

  async accept(updates: readonly Update[]): Promise<void> {
    await this.answer();
    this.accepted.push(updates);
  }

  get updates(): Update[] {
    return this.accepted.flat();
  }
}

let inbox: InboxFake;
let passed: TemplateHint[];
let warned: Warning[];
let counted: WebhookOutcome[];
let told: (outcome: WebhookOutcome) => void = () => {};
let server: FastifyInstance;
/** What the signers may tell of a body: all of it, unless a test says otherwise. */
let mayTell: (body: Json) => Json | null = (body) => body;

async function open(
  secrets = [new Secret(SECRET)],
  options: FastifyServerOptions = {},
): Promise<FastifyInstance> {
  inbox = new InboxFake();
  counted = [];
  passed = [];
  warned = [];
  const opened = Fastify(options);
  const needs = {
    signing: { secrets: () => secrets, told: (body: Json) => mayTell(body) },
    pass: (hints: readonly TemplateHint[]) => void passed.push(...hints),
    warn: (warnings: readonly Warning[]) => void warned.push(...warnings),
    verifyToken: new Secret(TOKEN),
    inbox,
    clock: { now: () => NOW },
    count: (outcome: WebhookOutcome) => {
      counted.push(outcome);
      told(outcome);
    },
  };
  await opened.register(metaWebhook(needs), { prefix: WEBHOOK_PATH });
  await opened.ready();
  return opened;
}

beforeEach(async () => {
  mayTell = (body) => body;
  server = await open();
});
afterEach(async () => {
  await server.close();
});

const sign = (raw: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;

const post = (raw: string | Buffer, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url: WEBHOOK_PATH,
    payload: raw,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(raw), ...headers },
  });

/** As Meta writes it: everything beyond ASCII escaped, slashes too. */
function metaJson(body: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, escaped);
}

const recorded = (name: string) => metaJson(RECORDED.get(name)?.body);

const texts = (count: number) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '1',
      changes: [
        {
          field: 'messages',
          value: {
            metadata: { phone_number_id: '100000000000001' },
            messages: Array.from({ length: count }, (_, i) => ({
              from: '243000000001',
              id: `wamid.${i}`,
              timestamp: '1793527200',
              type: 'text',
              text: { body: `Message ${i}` },
            })),
          },
        },
      ],
    },
  ],
});

describe('a signed delivery', () => {
  it.each([...RECORDED.keys()])('%s is handed over and answered with 200', async (name) => {
    const answer = await post(recorded(name));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('EVENT_RECEIVED');
    expect(inbox.accepted).toHaveLength(1);
    expect(counted).toEqual(['kept']);
  });

  it('is answered only once the inbox has it', async () => {
    let keep = () => {};
    const asked = new Promise<void>((heard) => {
      inbox.answer = () => {
        heard();
        return new Promise((resolve) => (keep = resolve));
      };
    });
    let answered = false;
    const pending = post(recorded('text')).then((answer) => {
      answered = true;
      return answer.statusCode;
    });
    await asked;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    keep();
    expect(await pending).toBe(200);
  });

  it('of 1,000 messages is handed over whole and in order', async () => {
    expect((await post(JSON.stringify(texts(1000)))).statusCode).toBe(200);
    expect(inbox.updates).toHaveLength(1000);
    expect(inbox.updates.map((update) => (update as InboundUpdate).providerId).slice(-2)).toEqual([
      'wamid.998',
      'wamid.999',
    ]);
  });

  it('with a broken message among good ones loses none of the good', async () => {
    await post(recorded('one-bad-among-good'));
    expect(inbox.updates.filter(({ kind }) => kind === 'message')).toHaveLength(3);
    expect(inbox.updates.filter(({ kind }) => kind === 'status')).toHaveLength(1);
  });

  it('arrives letter by letter: a long text, control and right-to-left characters', async () => {
    await post(recorded('text-4096'));
    await post(recorded('text-strange-characters'));
    expect(inbox.updates.map((update) => (update as InboundUpdate).content)).toMatchObject([
      { text: 'é'.repeat(4096) },
      { text: expect.stringContaining('\u202etxet\u202c {{7*7}} ${x} \u0000\u0007') as string },
    ]);
  });

  it('with `__proto__` keys changes no object but itself', async () => {
    const raw =
      '{"object":"whatsapp_business_account","__proto__":{"x":1},"entry":[{"id":"1","changes":[{"field":"messages","value":{"__proto__":{"messages":[{}]},"messages":[{"__proto__":{"id":"wamid.p"},"type":"__proto__"}]}}]}]}';
    expect((await post(raw)).statusCode).toBe(200);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(inbox.updates).toHaveLength(1);
    expect(inbox.updates[0]?.kind).toBe('other');
  });

  it('is taken whatever its content type says', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'text/plain',
      'application/x-www-form-urlencoded',
      'nonsense',
    ]) {
      expect((await post(recorded('text'), { 'content-type': type })).statusCode).toBe(200);
    }
  });

  it('is taken with a final slash too', async () => {
    const raw = recorded('text');
    const answer = await server.inject({
      method: 'POST',
      url: `${WEBHOOK_PATH}/`,
      payload: raw,
      headers: { 'x-hub-signature-256': sign(raw) },
    });
    expect(answer.statusCode).toBe(200);
  });

  it('may be signed with the older of two secrets', async () => {
    await server.close();
    server = await open([new Secret('new'), new Secret(SECRET)]);
    expect((await post(recorded('text'))).statusCode).toBe(200);
  });

  it('is refused where the secret is that of another account', async () => {
    mayTell = () => null;
    expect((await post(recorded('text'))).statusCode).toBe(401);
    expect(inbox.updates).toEqual([]);
  });

  it('tells of a body what its secret may tell, and nothing else', async () => {
    mayTell = (body) => ({ ...body, entry: [] });
    expect((await post(recorded('text'))).statusCode).toBe(200);
    expect(inbox.updates).toEqual([]);
  });
});

describe('news about templates', () => {
  it('are passed on once everything is kept', async () => {
    await post(recorded('template-paused'));
    expect(passed).toMatchObject([{ remoteId: '1689556908129832', news: { status: 'PAUSED' } }]);
  });

  it('wait for the next delivery when nothing could be kept', async () => {
    inbox.answer = () => Promise.reject(new Away());
    expect((await post(recorded('template-paused'))).statusCode).toBe(503);
    expect(passed).toEqual([]);
  });
});

describe('warnings of Meta', () => {
  it('are passed on once everything is kept, and not before', async () => {
    inbox.answer = () => Promise.reject(new Away());
    await post(recorded('security'));
    expect(warned).toEqual([]);
    inbox.answer = async () => {};
    await post(recorded('security'));
    expect(warned).toMatchObject([{ is: 'told', fault: { service: 'meta' } }]);
  });
});

describe('an unsigned delivery', () => {
  const raw = recorded('text');
  const unsigned = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: WEBHOOK_PATH, payload: raw, headers });

  it.each([
    ['no signature', {}],
    ['an empty one', { 'x-hub-signature-256': '' }],
    ['one of another body', { 'x-hub-signature-256': sign('other') }],
    ['one of another secret', { 'x-hub-signature-256': sign(raw, 'other') }],
    ['the old kind', { 'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(raw).digest('hex')}` }],
    ['garbage', { 'x-hub-signature-256': `sha256=${'z'.repeat(5000)}` }],
  ] as [string, Record<string, string>][])(
    'with %s is refused, and told nothing',
    async (_about, headers) => {
      const answer = await unsigned(headers);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.json()).toMatchObject({ status: 401, code: 'meta.signature' });
      expect(answer.body).not.toMatch(/sha256|[0-9a-f]{40}|X-Hub/i);
      expect(inbox.accepted).toEqual([]);
      expect(counted).toEqual(['unsigned']);
    },
  );

  it('is the same to us whether the header is missing or wrong', async () => {
    const [missing, wrong] = [await unsigned({}), await unsigned({ 'x-hub-signature-256': sign('other') })];
    const plain = (body: string) => ({ ...(JSON.parse(body) as object), requestId: '' });
    expect(plain(missing.body)).toEqual(plain(wrong.body));
  });

  it('is every delivery while no secret is set', async () => {
    await server.close();
    server = await open([]);
    expect((await post(raw)).statusCode).toBe(401);
    expect((await post('', { 'x-hub-signature-256': sign('', '') })).statusCode).toBe(401);
  });
});

describe('a signed delivery that is no envelope', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'bonjour'],
    ['half of a JSON', '{"object":'],
    ['a list', '[]'],
    ['a number', '42'],
    ['null', 'null'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
    ['objects nested 100,000 times', '{"a":'.repeat(100_000)],
    ['lists nested 65 times', `{"a":${'['.repeat(65)}${']'.repeat(65)}}`],
  ])('is refused with 400: %s', async (_about, raw) => {
    const answer = await post(raw);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'meta.envelope',
      detail: expect.any(String) as string,
    });
    expect(inbox.accepted).toEqual([]);
    expect(counted).toEqual(['unreadable']);
  });
});

describe('a long delivery', () => {
  const padded = (length: number) => {
    const [head, tail] = ['{"object":"whatsapp_business_account","entry":[],"pad":"', '"}'];
    return `${head}${'x'.repeat(length - head.length - tail.length)}${tail}`;
  };

  it('is taken up to 4 MiB', async () => {
    expect((await post(padded(BODY_LIMIT))).statusCode).toBe(200);
  });

  it('is refused with 413 beyond, signed or not', async () => {
    const raw = padded(BODY_LIMIT + 1);
    const signed = await post(raw);
    expect(signed.statusCode).toBe(413);
    expect(signed.json()).toMatchObject({ code: 'request.too-large' });
    expect((await post(raw, { 'x-hub-signature-256': '' })).statusCode).toBe(413);
    expect(counted).toEqual(['too-large', 'too-large']);
  });

  it('is refused over a real connection, with and without its length told', async () => {
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as AddressInfo;
    const raw = padded(BODY_LIMIT + 1);
    const head = `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\nx-hub-signature-256: ${sign(raw)}\r\n`;
    const told = `${head}content-length: ${raw.length}\r\n\r\n${raw}`;
    const chunked = `${head}transfer-encoding: chunked\r\n\r\n${raw.length.toString(16)}\r\n${raw}\r\n0\r\n\r\n`;
    expect(await firstLine(port, told)).toMatch(/ 413 /);
    expect(await firstLine(port, chunked)).toMatch(/ 413 /);
    expect(inbox.accepted).toEqual([]);
  });
});

describe('a delivery that is cut off', () => {
  it('is counted and otherwise forgotten', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const over = new Promise<WebhookOutcome>((resolve) => (told = resolve));
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as AddressInfo;
    const head = `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\nx-hub-signature-256: ${sign('')}\r\ncontent-length: 99\r\n\r\n{`;
    const socket = connect(port, '127.0.0.1', () => socket.write(head, () => socket.resetAndDestroy()));
    expect(await over).toBe('unreadable');
    expect(logged).not.toHaveBeenCalled();
    expect(inbox.accepted).toEqual([]);
    logged.mockRestore();
  });
});

/** The first line that a server answers to these bytes. */
function firstLine(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (!answer.includes('\r\n')) return;
      socket.destroy();
      resolve(answer.slice(0, answer.indexOf('\r\n')));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
  });
}

describe('while nothing can be kept', () => {
  it('Meta is asked to deliver again', async () => {
    inbox.answer = () => Promise.reject(new Away());
    const answer = await post(recorded('text'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ status: 503, code: 'meta.not-kept' });
    expect(counted).toEqual(['not-kept']);
  });

  it('even a defect of ours makes Meta deliver again, and shows only in the log', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    inbox.answer = () => Promise.reject(new TypeError('secret inside'));
    const answer = await post(recorded('text'));
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('secret inside');
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });
});

describe('the handshake', () => {
  const shake = (query: string) => server.inject({ method: 'GET', url: `${WEBHOOK_PATH}?${query}` });
  const good = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${TOKEN}`;

  it('gives the challenge back as harmless text', async () => {
    const answer = await shake(good);
    expect([answer.statusCode, answer.body]).toEqual([200, '1158201444']);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(counted).toEqual(['handshake']);
  });

  it('gives a challenge back letter by letter', async () => {
    const answer = await shake(
      `hub.mode=subscribe&hub.verify_token=${TOKEN}&hub.challenge=%3Cscript%3Ea%26b%20c`,
    );
    expect(answer.body).toBe('<script>a&b c');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it.each([
    '',
    'hub.mode=subscribe',
    `hub.mode=subscribe&hub.verify_token=${TOKEN}`,
    `hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=${TOKEN}`,
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong',
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=',
    'hub.mode=subscribe&hub.challenge=1',
    `${good}&hub.verify_token=${TOKEN}`,
    `${good}&hub.challenge=2`,
    `hub.mode[]=subscribe&hub.challenge=1&hub.verify_token=${TOKEN}`,
    `hub.mode=subscribe&hub.challenge=${'1'.repeat(257)}&hub.verify_token=${TOKEN}`,
    `hub.mode=subscribe&hub.challenge=a%0D%0Ab&hub.verify_token=${TOKEN}`,
    `hub.mode=subscribe&hub.challenge=%E9%FF&hub.verify_token=${TOKEN}`,
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=%',
    `__proto__[hub.mode]=subscribe&hub.challenge=1&hub.verify_token=${TOKEN}`,
  ])('is refused for %p', async (query) => {
    const answer = await shake(query);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'meta.handshake' });
    expect(answer.body).not.toContain(TOKEN);
  });

  it('is taken with a final slash too', async () => {
    expect((await server.inject({ url: `${WEBHOOK_PATH}/?${good}` })).statusCode).toBe(200);
  });
});

describe('other methods', () => {
  it.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s is refused with 405',
    async (method) => {
      const answer = await server.inject({ method, url: WEBHOOK_PATH });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers['allow']).toBe('GET, POST');
    },
  );
});

describe('on the server of the house', () => {
  it('the door opens where the final slash is ignored already', async () => {
    await server.close();
    server = await open(undefined, serverOptions);
    const raw = recorded('text');
    for (const url of [WEBHOOK_PATH, `${WEBHOOK_PATH}/`]) {
      const answer = await server.inject({
        method: 'POST',
        url,
        payload: raw,
        headers: { 'x-hub-signature-256': sign(raw) },
      });
      expect(answer.statusCode).toBe(200);
    }
  });

  it('other routes keep their own way with bodies', async () => {
    await server.close();
    server = Fastify();
    const needs = {
      signing: { secrets: () => [], told: <T>(body: T) => body },
      inbox: new InboxFake(),
      pass: () => {},
      warn: () => {},
      clock: { now: () => NOW },
      count: () => {},
    };
    await server.register(metaWebhook(needs), { prefix: WEBHOOK_PATH });
    server.post('/other', (request) => ({ got: request.body }));
    const answer = await server.inject({ method: 'POST', url: '/other', payload: { a: 1 } });
    expect(answer.json()).toEqual({ got: { a: 1 } });
    const webhook = await server.inject({ method: 'POST', url: WEBHOOK_PATH, payload: { a: 1 } });
    expect(webhook.statusCode).toBe(401);
  });
});
