import { Logger } from '@nestjs/common';
import type { OutboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { Attachments, type OutboundMessage, type SendResult } from '../../../whatsapp/whatsapp.port.js';
import { GraphFake, openSocketServer, says } from '../graph/graph.fake.js';
import { MediaClient } from './media.client.js';
import { MetaChannel, type ReadOutcome } from './meta.channel.js';
import { NumberTroubles } from './number-troubles.js';
import { AccountClient } from '../graph/account.client.js';
import { GraphClient } from '../graph/graph.client.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { recordedCalls } from '../graph/recorded.fake.js';

const CALLS = recordedCalls();
const NUMBER = '100000000000001';
const TOKEN = 'EAAtoken';
const REFERENCE = '01900000-0000-7000-8000-000000000001';
const PNG = Buffer.from('\x89PNG fictif \x00\r\n', 'latin1');
const NEVER = 60_000;

class AttachmentsFake extends Attachments {
  add(): void {}
  async render({ source, id }: { source: string; id: string }): Promise<Buffer> {
    if (source === 'broken') throw new Error('no such picture');
    if (source === 'large') return Buffer.alloc(6 * 1024 * 1024);
    return Buffer.from(PNG.toString('latin1') + id, 'latin1');
  }
  link(): string {
    throw new Error('Meta is never given a link of ours');
  }
  async open(file: string): Promise<{ bytes: Buffer; mime: string; filename: string | null }> {
    if (file === 'program')
      return { bytes: Buffer.from('MZ'), mime: 'application/x-msdownload', filename: null };
    return { bytes: Buffer.from(`%PDF ${file}`), mime: 'application/pdf', filename: 'a "b"\r\nc.pdf' };
  }
}

let graph: GraphFake;
let clients: GraphClient[];
let now: Date;
let counted: ReadOutcome[];
let told: string[];

beforeEach(async () => {
  graph = await GraphFake.open();
  clients = [];
  counted = [];
  told = [];
  now = new Date('2026-11-21T02:00:00Z');
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await graph.close();
});

function channelTo(
  baseUrl: string,
  timeouts = { connectMs: NEVER, answerMs: NEVER, mediaMs: NEVER },
  tokens = new FakeTokens([TOKEN]),
): MetaChannel {
  const client = new GraphClient({ baseUrl, version: 'v25.0' }, timeouts);
  clients.push(client);
  const account = new AccountClient('100000000000009', client, tokens);
  return new MetaChannel(new Map([[NUMBER, account]]), {
    clock: { now: () => now },
    media: new MediaClient(client.origin),
    troubles: new NumberTroubles({
      raise: async ({ key, code }) => void told.push(`${key} ${code}`),
      clear: async (key) => void told.push(`${key} over`),
    }),
    count: (outcome) => void counted.push(outcome),
  });
}

const TEXT: OutboundContent = { kind: 'text', text: 'Bonjour' };
const IMAGE: OutboundContent = {
  kind: 'media',
  media: 'image',
  source: { attachment: { source: 'uic-card', id: '1' } },
  caption: 'Votre carte',
};

function send(
  channel: MetaChannel,
  content = TEXT,
  rest: Partial<OutboundMessage> = {},
): Promise<SendResult> {
  const message = {
    reference: REFERENCE,
    number: NUMBER,
    to: { waId: '243000000001' },
    content,
    attempt: 0,
    ...rest,
  };
  return channel.send(message, new AttachmentsFake());
}

function replays(name: string) {
  const { status, response, headers } = CALLS.get(name) ?? { status: 0, response: '', headers: {} };
  return says(status, response, headers);
}

function idOf(name: string): string | undefined {
  const response = CALLS.get(name)?.response as { messages: { id: string }[] } | undefined;
  return response?.messages[0]?.id;
}

describe('a message that Meta takes', () => {
  it('is sent exactly as recorded, and its id comes back', async () => {
    graph.answers(replays('send-text'));
    expect(await send(channelTo(graph.url))).toEqual({ outcome: 'sent', providerId: idOf('send-text') });
    const [received] = graph.received;
    expect(received?.method).toBe('POST');
    expect(received?.url).toBe(CALLS.get('send-text')?.request?.path);
    expect(received?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    });
    expect(JSON.parse(String(received?.body))).toEqual(CALLS.get('send-text')?.request?.body);
  });

  it('may be held by Meta for a while: it is sent all the same', async () => {
    graph.answers(replays('send-held'));
    expect(await send(channelTo(graph.url))).toEqual({ outcome: 'sent', providerId: idOf('send-held') });
  });

  it('goes below the path of the configured address', async () => {
    graph.answers(replays('send-text'));
    await send(channelTo(`${graph.url}/proxy/graph/`));
    expect(graph.received[0]?.url).toBe(`/proxy/graph/v25.0/${NUMBER}/messages`);
  });

  it('does not open a connection of its own each time', async () => {
    graph.answers(replays('send-text'));
    const channel = channelTo(graph.url);
    for (let i = 0; i < 10; i += 1) await send(channel);
    expect(graph.connections).toBeLessThanOrEqual(2);
  });

  it('keeps every letter', async () => {
    graph.answers(replays('send-text'));
    const text = 'Ève « 😀 » \u202e \n';
    await send(channelTo(graph.url), { kind: 'text', text });
    expect(JSON.parse(String(graph.received[0]?.body))).toMatchObject({ text: { body: text } });
  });
});

describe('a picture', () => {
  it('is uploaded and then sent by its id', async () => {
    graph.answers(replays('media-upload'), replays('send-image'));
    expect(await send(channelTo(graph.url), IMAGE)).toEqual({
      outcome: 'sent',
      providerId: idOf('send-image'),
    });
    const [upload, message] = graph.received;
    expect(upload?.url).toBe(CALLS.get('media-upload')?.request?.path);
    expect(JSON.parse(String(message?.body))).toEqual(CALLS.get('send-image')?.request?.body);
  });

  it('is uploaded for the header of a template, and stands there by its id', async () => {
    graph.answers(replays('media-upload'), replays('send-text'));
    const picture = { source: 'uic-card', id: '7' };
    const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Centre Espoir' }] }];
    const content = { kind: 'template', name: 'code_card', language: 'fr', components, picture } as const;
    expect(await send(channelTo(graph.url), content)).toEqual({
      outcome: 'sent',
      providerId: idOf('send-text'),
    });
    const [upload, message] = graph.received;
    expect(upload?.url).toBe(CALLS.get('media-upload')?.request?.path);
    expect(upload?.body.includes(Buffer.from(`${PNG.toString('latin1')}7`, 'latin1'))).toBe(true);
    const { id } = (CALLS.get('media-upload')?.response ?? {}) as { id: string };
    expect(JSON.parse(String(message?.body))).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+243000000001',
      type: 'template',
      template: {
        name: 'code_card',
        language: { code: 'fr' },
        components: [{ type: 'header', parameters: [{ type: 'image', image: { id } }] }, ...components],
      },
      biz_opaque_callback_data: REFERENCE,
    });
  });

  it('that cannot be made stays, with its template, for another attempt', async () => {
    graph.answers(replays('media-upload'), replays('send-text'));
    const picture = { source: 'broken', id: '7' };
    const content = { kind: 'template', name: 'code_card', language: 'fr', components: [], picture } as const;
    await expect(send(channelTo(graph.url), content)).rejects.toThrow('no such picture');
    expect(graph.received).toEqual([]);
  });

  it('travels as a form that other parsers read', async () => {
    graph.answers(replays('media-upload'), replays('send-image'));
    await send(channelTo(graph.url), IMAGE);
    const [upload] = graph.received;
    const type = upload?.headers['content-type'] ?? '';
    const form = await new Response(upload?.body, { headers: { 'content-type': type } }).formData();
    expect([form.get('messaging_product'), form.get('type')]).toEqual(['whatsapp', 'image/png']);
    const file = form.get('file') as File;
    expect([file.name, file.type]).toEqual(['image.png', 'image/png']);
    expect(Buffer.from(await file.arrayBuffer()).toString('latin1')).toBe(`${PNG.toString('latin1')}1`);
    expect(Number(upload?.headers['content-length'])).toBe(upload?.body.length);
  });

  it.each([
    ['refused', replays('media-upload-too-large'), 'message'],
    ['answered without an id', says(200, {}), 'message'],
    ['answered by a gateway that gave up', says(504, ''), 'message'],
    ['answered with an expired token', replays('error-190'), 'number'],
  ])('whose upload is %s waits, and no message goes', async (_about, answer, scope) => {
    graph.answers(answer);
    expect(await send(channelTo(graph.url), IMAGE)).toMatchObject({ outcome: 'retry', scope });
    expect(graph.received).toHaveLength(1);
  });

  it('whose upload breaks is uploaded anew later: a second one does no harm', async () => {
    const cut = await openSocketServer((socket) => socket.destroy());
    expect(await send(channelTo(cut.url), IMAGE)).toMatchObject({ outcome: 'retry', scope: 'message' });
    await cut.close();
  });

  it('that is too large is refused before any call', async () => {
    const large: OutboundContent = {
      kind: 'media',
      media: 'image',
      source: { attachment: { source: 'large', id: '1' } },
    };
    expect(await send(channelTo(graph.url), large)).toMatchObject({
      outcome: 'refused',
      error: { code: 'limits' },
    });
    expect(graph.received).toEqual([]);
  });

  it('that cannot be made is a defect', async () => {
    const broken: OutboundContent = {
      kind: 'media',
      media: 'image',
      source: { attachment: { source: 'broken', id: '1' } },
    };
    await expect(send(channelTo(graph.url), broken)).rejects.toThrow('no such picture');
  });
});

describe('a file of our storage', () => {
  const document = (file = 'f1'): OutboundContent => ({
    kind: 'media',
    media: 'document',
    source: { file },
    filename: 'Reçu.pdf',
  });
  const uploads = () => graph.received.filter(({ url }) => url.endsWith('/media')).length;
  const answerBoth = (refusals: readonly ReturnType<typeof says>[] = []) => {
    const waiting = [...refusals];
    graph.answers((request, response) => {
      const isUpload = request.url.endsWith('/media');
      const answer = isUpload ? replays('media-upload') : (waiting.shift() ?? replays('send-text'));
      answer(request, response);
    });
  };

  it('is uploaded with its own type, and named to the person only', async () => {
    answerBoth();
    expect(await send(channelTo(graph.url), document())).toMatchObject({ outcome: 'sent' });
    const [upload, message] = graph.received;
    const text = String(upload?.body);
    expect(text).toContain('content-type: application/pdf\r\n\r\n%PDF f1');
    expect(text).toContain('filename="application.pdf"');
    const { id } = (CALLS.get('media-upload')?.response ?? {}) as { id: string };
    expect(JSON.parse(String(message?.body))).toMatchObject({
      type: 'document',
      document: { id, filename: 'Reçu.pdf' },
    });
  });

  it('is handed over once for many messages, and again when Meta may have lost it', async () => {
    answerBoth();
    const channel = channelTo(graph.url);
    for (let nth = 0; nth < 3; nth += 1) await send(channel, document());
    expect(uploads()).toBe(1);
    await send(channel, document('f2'));
    expect(uploads()).toBe(2);
    now = new Date(now.getTime() + 26 * 86_400_000);
    await send(channel, document());
    expect(uploads()).toBe(3);
  });

  it('that Meta does not know any more is handed over anew, and the message goes', async () => {
    const channel = channelTo(graph.url);
    answerBoth();
    await send(channel, document());
    answerBoth([replays('error-131009')]);
    expect(await send(channel, document())).toMatchObject({ outcome: 'sent' });
    expect(uploads()).toBe(2);
  });

  const bodySent = () => JSON.parse(String(graph.received.at(-1)?.body)) as Record<string, unknown>;

  it('stands above buttons as their header', async () => {
    answerBoth();
    await send(channelTo(graph.url), {
      kind: 'buttons',
      text: 'Venez-vous ?',
      buttons: [{ id: 'oui', title: 'Oui' }],
      banner: { media: 'document', source: { file: 'f1' }, filename: 'Plan.pdf' },
    });
    const { id } = (CALLS.get('media-upload')?.response ?? {}) as { id: string };
    expect(bodySent()['interactive']).toMatchObject({
      header: { type: 'document', document: { id, filename: 'Plan.pdf' } },
    });
  });

  it('takes its place among the values of a template, in the header and on each card; other ids stay', async () => {
    answerBoth();
    const file = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
    const header = (id: string) => ({
      type: 'header',
      parameters: [{ type: 'document', document: { id, filename: 'Plan.pdf' } }],
    });
    const components = (...ids: string[]) => [
      { type: 'body', parameters: [{ type: 'text', text: file }] },
      { type: 'carousel', cards: ids.map((id, card_index) => ({ card_index, components: [header(id)] })) },
    ];
    const content = { kind: 'template', name: 'plan', language: 'fr' } as const;
    await send(channelTo(graph.url), { ...content, components: components(file, '123456', file) });
    const { id } = (CALLS.get('media-upload')?.response ?? {}) as { id: string };
    expect(bodySent()['template']).toMatchObject({ components: components(id, '123456', id) });
    expect(uploads()).toBe(1);
  });

  it('of a kind that WhatsApp does not take keeps its template back', async () => {
    const parameters = [{ type: 'image', image: { id: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d12' } }];
    const components = [{ type: 'header', parameters }];
    const content = { kind: 'template', name: 'plan', language: 'fr', components } as const;
    expect(await send(channelTo(graph.url), content)).toMatchObject({ error: { code: 'limits' } });
    expect(graph.received).toEqual([]);
  });

  it('that Meta has already goes by the id that Meta gave it', async () => {
    answerBoth();
    await send(channelTo(graph.url), { kind: 'media', media: 'image', source: { provided: '1013859' } });
    expect(bodySent()['image']).toEqual({ id: '1013859' });
    expect(uploads()).toBe(0);
  });

  it('is not handed over anew where something else is wrong', async () => {
    const channel = channelTo(graph.url);
    answerBoth();
    await send(channel, document());
    answerBoth([replays('error-131047')]);
    expect(await send(channel, document())).toMatchObject({ outcome: 'refused', error: { code: '131047' } });
    answerBoth([replays('error-131009'), replays('error-131009')]);
    expect(await send(channel, document())).toMatchObject({ outcome: 'refused', error: { code: '131009' } });
    expect(uploads()).toBe(2);
  });

  it('of a kind that WhatsApp does not take is refused before any call', async () => {
    answerBoth();
    expect(await send(channelTo(graph.url), document('program'))).toMatchObject({
      outcome: 'refused',
      error: { code: 'limits', meaning: expect.stringContaining('PDF') as string },
    });
    expect(graph.received).toEqual([]);
  });

  it('at an address is left there', async () => {
    answerBoth();
    const link = 'https://exemple.cd/a.pdf';
    await send(channelTo(graph.url), { kind: 'media', media: 'document', source: { link } });
    expect(graph.received).toHaveLength(1);
    expect(JSON.parse(String(graph.received[0]?.body))).toMatchObject({ document: { link } });
  });
});

describe('a message that was read', () => {
  it('is told to be read, with and without a word that an answer comes', async () => {
    graph.answers(says(200, { success: true }));
    const channel = channelTo(graph.url);
    await channel.markRead(NUMBER, 'wamid.1', { typing: false });
    await channel.markRead(NUMBER, 'wamid.1', { typing: true });
    const read = CALLS.get('mark-read')?.request;
    const plain = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };
    expect(graph.received.map(({ url }) => url)).toEqual([read?.path, read?.path]);
    expect(graph.received.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([
      plain,
      { ...plain, typing_indicator: { type: 'text' } },
    ]);
    expect(counted).toEqual(['told', 'told']);
  });

  it('never makes anything fail', async () => {
    const channel = channelTo(graph.url);
    graph.answers(replays('error-131009'));
    await channel.markRead(NUMBER, 'wamid.1', { typing: true });
    await channel.markRead('42', 'wamid.1', { typing: true });
    await graph.close();
    await channel.markRead(NUMBER, 'wamid.1', { typing: true });
    expect(counted).toEqual(['failed', 'failed', 'failed']);
    graph = await GraphFake.open();
  });
});

describe('a number from which nothing goes', () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('is told to the team, and again when it is over', async () => {
    const channel = channelTo(graph.url);
    graph.answers(replays('error-131031'), replays('error-10'), replays('send-text'));
    for (let nth = 0; nth < 5; nth += 1) await send(channel);
    await settle();
    const key = `meta.number:${NUMBER}`;
    expect(told).toEqual([`${key} 131031`, `${key} 10`, `${key} over`]);
  });

  it('is not one because of a moment, a person or a dead token', async () => {
    const channel = channelTo(graph.url);
    graph.answers(
      ...['send-text', 'error-130429', 'error-131056', 'error-131047', 'error-503-html'].map(replays),
      replays('error-190'),
    );
    for (let nth = 0; nth < 6; nth += 1) await send(channel);
    await settle();
    expect(told).toEqual([`meta.number:${NUMBER} over`]);
  });
});

describe('a message that cannot be sent', () => {
  it.each([
    [{ content: { kind: 'text', text: 'x'.repeat(4097) } as OutboundContent }, 'limits'],
    [{ to: {} }, 'recipient'],
    [{ number: '../1/messages?' }, 'recipient'],
  ])('%# is refused before any call', async (rest, code) => {
    expect(await send(channelTo(graph.url), TEXT, rest)).toMatchObject({
      outcome: 'refused',
      error: { code },
    });
    expect(graph.received).toEqual([]);
  });
});

describe('an answer of Meta that is an error', () => {
  it.each([
    ['error-190', { outcome: 'retry', scope: 'number', afterMs: 5_000, error: { code: '190' } }],
    ['error-130429', { outcome: 'retry', scope: 'number' }],
    ['error-131056', { outcome: 'retry', scope: 'message', afterMs: 16_000 }],
    ['error-131047', { outcome: 'refused' }],
    ['error-131000', { outcome: 'retry', scope: 'message' }],
    ['error-80007', { outcome: 'retry', scope: 'number', afterMs: 720_000 }],
    ['error-503-html', { outcome: 'retry', scope: 'number' }],
    ['error-502-empty', { outcome: 'unknown' }],
    ['error-429', { outcome: 'retry', scope: 'number', afterMs: 7_000 }],
    ['send-without-id', { outcome: 'unknown' }],
  ])('%s', async (name, expected) => {
    graph.answers(replays(name));
    expect(await send(channelTo(graph.url), TEXT, { attempt: 2 })).toMatchObject(expected);
    expect(graph.received).toHaveLength(1);
  });

  it('shows nothing secret', async () => {
    graph.answers((request, response) => {
      const message = `bad ${request.headers.authorization} ${request.url}`;
      response.writeHead(400).end(JSON.stringify({ error: { code: 199999, message } }));
    });
    const result = await send(channelTo(graph.url));
    expect(JSON.stringify(result)).not.toContain(TOKEN);
  });

  it('that leads elsewhere is not followed', async () => {
    const elsewhere = await GraphFake.open();
    graph.answers(says(307, '', { location: `${elsewhere.url}/steal` }));
    expect(await send(channelTo(graph.url))).toMatchObject({
      outcome: 'retry',
      scope: 'number',
      error: { code: '307' },
    });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });
});

describe('a message that certainly never left', () => {
  it('waits while nobody listens', async () => {
    const gone = await openSocketServer(() => {});
    await gone.close();
    const result = await send(channelTo(gone.url));
    expect(result).toMatchObject({ outcome: 'retry', scope: 'number', error: { code: 'ECONNREFUSED' } });
  });

  it('waits while the encrypted connection cannot be made', async () => {
    const plain = await openSocketServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const result = await send(channelTo(plain.url.replace('http:', 'https:')));
    expect(result).toMatchObject({ outcome: 'retry', scope: 'number' });
    await plain.close();
  });

  it('waits while the other side does not take up the connection', async () => {
    const mute = await openSocketServer(() => {});
    const timeouts = { connectMs: 50, answerMs: NEVER, mediaMs: NEVER };
    const result = await send(channelTo(mute.url.replace('http:', 'https:'), timeouts));
    expect(result).toMatchObject({
      outcome: 'retry',
      scope: 'number',
      error: { code: 'UND_ERR_CONNECT_TIMEOUT' },
    });
    await mute.close();
  });
});

describe('a message that may have arrived is never said to have failed', () => {
  const impatient = { connectMs: NEVER, answerMs: 100, mediaMs: NEVER };

  it.each([
    ['closes', (close: () => void, _reset: () => void) => close()],
    ['resets', (_close: () => void, reset: () => void) => reset()],
  ])('when the other side %s after taking it', async (_about, end) => {
    const taken: string[] = [];
    const server = await openSocketServer((socket, bytes) => {
      taken.push(bytes);
      end(
        () => void socket.end(),
        () => void socket.resetAndDestroy(),
      );
    });
    const result = await send(channelTo(server.url));
    expect(result).toMatchObject({
      outcome: 'unknown',
      error: { meaning: expect.stringMatching(/peut-être/) as string },
    });
    expect(taken.join('')).toContain('Bonjour');
    expect(taken.join('').match(/POST /g)).toHaveLength(1);
    await server.close();
  });

  it('when no answer comes in time', async () => {
    const server = await openSocketServer(() => {});
    const result = await send(channelTo(server.url, impatient));
    expect(result).toMatchObject({ outcome: 'unknown', error: { code: 'TIMEOUT' } });
    await server.close();
  });

  it('when the answer drips without end', async () => {
    let drip: NodeJS.Timeout | undefined;
    const server = await openSocketServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
      drip = setInterval(() => socket.write(' '), 5);
    });
    const result = await send(channelTo(server.url, impatient));
    clearInterval(drip);
    expect(result).toMatchObject({ outcome: 'unknown', error: { code: 'TIMEOUT' } });
    await server.close();
  });

  it('when a good answer is cut off', async () => {
    const server = await openSocketServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"messages":[{"id":');
    });
    expect(await send(channelTo(server.url))).toMatchObject({ outcome: 'unknown' });
    await server.close();
  });

  it.each([
    ['larger than anything Meta says', says(200, 'x'.repeat(2 * 1024 * 1024))],
    ['no JSON', says(200, '<html>ok</html>')],
    ['a list', says(200, [])],
    ['empty', says(200, '')],
    ['without messages', says(200, { messages: [] })],
    ['with a hostile id', says(200, { messages: [{ id: 'a b\n' }] })],
  ])('when a good answer is %s', async (_about, answer) => {
    graph.answers(answer);
    expect(await send(channelTo(graph.url))).toMatchObject({ outcome: 'unknown' });
  });

  it('but a refusal stays one when its text is cut off', async () => {
    const server = await openSocketServer((socket) => {
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 100\r\n\r\n<htm');
    });
    expect(await send(channelTo(server.url))).toMatchObject({ outcome: 'retry', error: { code: '503' } });
    await server.close();
  });
});

describe('the proof of the app secret', () => {
  const DEMAND = {
    error: {
      message: 'API calls from the server require an appsecret_proof argument',
      type: 'GraphMethodException',
      code: 100,
    },
  };
  const PROOF = 'd6c4deea04dad311877a7fc71b2040fadb5f611475eeec72bb3c0bfad16d5e04';

  it('goes along once Meta has asked for it, and from then on', async () => {
    graph.answers(says(400, DEMAND), replays('send-text'));
    const channel = channelTo(graph.url);
    expect(await send(channel)).toMatchObject({ outcome: 'sent' });
    expect(await send(channel)).toMatchObject({ outcome: 'sent' });
    const path = `/v25.0/${NUMBER}/messages`;
    expect(graph.received.map(({ url }) => url)).toEqual([
      path,
      `${path}?appsecret_proof=${PROOF}`,
      `${path}?appsecret_proof=${PROOF}`,
    ]);
  });

  it('is offered once only', async () => {
    graph.answers(says(400, DEMAND));
    expect(await send(channelTo(graph.url))).toMatchObject({
      outcome: 'retry',
      scope: 'number',
      error: { code: '100', advice: expect.stringContaining('WHATSAPP_APP_SECRET') as string },
    });
    expect(graph.received).toHaveLength(2);
  });
});

describe('a token that dies', () => {
  it('is renewed once, and the refused message repeated: nobody notices', async () => {
    graph.answers(replays('error-190-expired'), replays('send-text'));
    const tokens = new FakeTokens(['EAAold', 'EAAnew']);
    expect(await send(channelTo(graph.url, undefined, tokens))).toMatchObject({ outcome: 'sent' });
    expect(graph.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer EAAold',
      'Bearer EAAnew',
    ]);
    expect([tokens.refusals, tokens.works]).toEqual([['v0'], ['v1']]);
  });

  it('in vain keeps the message: its number rests for a moment, and tries no more while that lasts', async () => {
    graph.answers(replays('error-190'));
    const channel = channelTo(graph.url, undefined, new FakeTokens(['EAAold', 'EAAnew']));
    const waits = { outcome: 'retry', scope: 'number', afterMs: 5_000 };
    expect(await send(channel)).toMatchObject({ ...waits, error: { code: '190' } });
    expect(graph.received).toHaveLength(2);
    expect(await send(channel)).toMatchObject({ ...waits, error: { code: 'token' } });
    expect(await send(channel, IMAGE)).toMatchObject({ ...waits, error: { code: 'token' } });
    expect(graph.received).toHaveLength(2);
  });

  it.each([
    ['the account has none', new FakeTokens([])],
    ['it cannot be read', Object.assign(new FakeTokens(), { fault: new Error('database is away') })],
  ])('is no reason to lose a message when %s', async (_about, tokens) => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    graph.answers(replays('error-190'));
    expect(await send(channelTo(graph.url, undefined, tokens))).toMatchObject({
      outcome: 'retry',
      scope: 'number',
      afterMs: 5_000,
    });
    warned.mockRestore();
  });
});

describe('the version of the Graph API', () => {
  it('is warned of once when another one answers', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    graph.answers(says(200, { messages: [{ id: 'wamid.1' }] }, { 'facebook-api-version': 'v26.0' }));
    const channel = channelTo(graph.url);
    await send(channel);
    await send(channel);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('v26.0'));
    warned.mockRestore();
  });

  it('is not spoken of when the one asked for answers, or none is named', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    graph.answers(replays('send-text'), says(200, {}), says(200, {}, { 'facebook-api-version': 'nonsense' }));
    const channel = channelTo(graph.url);
    for (let i = 0; i < 3; i += 1) await send(channel);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});
