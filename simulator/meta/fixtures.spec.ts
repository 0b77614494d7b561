import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rig, type Json } from '../service.fake.js';
import { GraphError } from './graph.errors.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures/meta');
const ADA = '+243000000001';
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start({
    phoneNumberId: '100000000000001',
    businessAccountId: '100000000000009',
    displayPhoneNumber: '15550001111',
  });
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.control('POST', '/sim/phones', { number: ADA, name: 'Ada Ilunga' });
});

interface GraphFixture {
  request?: { method: string; path: string; body?: Json };
  status: number;
  response: Json | string;
}

const read = (path: string): Json => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8')) as Json;
const webhook = (name: string): unknown => read(`webhook/${name}.json`)['body'];
const graphNames = readdirSync(join(FIXTURES, 'graph')).filter((name) => name.endsWith('.json'));
const graph = (name: string): GraphFixture => read(`graph/${name}`) as unknown as GraphFixture;

/** The keys and the kinds of values: what must be the same, whatever the values are. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]));
}

const say = (wish: object): Promise<unknown> => rig.control('POST', `/sim/phones/${ADA}/messages`, wish);
const lastWebhook = async (): Promise<Json> => (await rig.service.wait(1)).at(-1)!.body;

async function afterOffer(message: object, choice: string): Promise<Json> {
  await rig.options({ statuses: { mode: 'off' } });
  await rig.write(ADA);
  await rig.send(message);
  rig.service.received.length = 0;
  await say({ type: 'tap', choice });
  return lastWebhook();
}

describe('a webhook of the simulator has the shape of the recorded one', () => {
  it.each([
    ['text', { type: 'text', text: 'Bonjour' }],
    ['text-with-context', { type: 'text', text: 'Oui', replyTo: 'wamid.x' }],
    ['image', { type: 'image', base64: PNG, mime: 'image/jpeg', caption: 'Ma carte' }],
    ['video', { type: 'video', base64: PNG }],
    ['audio', { type: 'audio', base64: PNG }],
    ['audio-voice', { type: 'voice', base64: PNG }],
    ['document', { type: 'document', caption: 'Le formulaire', filename: 'formulaire.pdf' }],
    ['sticker', { type: 'sticker', base64: PNG }],
    [
      'location',
      { type: 'location', latitude: -4.3217, longitude: 15.3125, label: 'Marché', address: 'Avenue' },
    ],
    ['location-live', { type: 'location', latitude: -11.6647, longitude: 27.4794 }],
    ['contacts', { type: 'contacts', people: [{ name: 'Centre de santé', phone: '+243 000 000 099' }] }],
    ['reaction', { type: 'reaction', messageId: 'wamid.x', emoji: '👍' }],
    ['reaction-removed', { type: 'reaction', messageId: 'wamid.x' }],
  ])('%s', async (name, wish) => {
    await say(wish);
    expect(shape(await lastWebhook())).toEqual(shape(webhook(name)));
  });

  it('user-id-only', async () => {
    await rig.control('POST', '/sim/phones', { number: ADA, name: 'Dora', hidden: true });
    await say({ type: 'text', text: 'Bonjour' });
    expect(shape(await lastWebhook())).toEqual(shape(webhook('user-id-only')));
  });

  it('button-reply', async () => {
    const { body } = graph('send-buttons.json').request!;
    expect(shape(await afterOffer(body!, 'consent:yes'))).toEqual(shape(webhook('button-reply')));
  });

  it('list-reply', async () => {
    const { body } = graph('send-list.json').request!;
    expect(shape(await afterOffer(body!, 'town:KI'))).toEqual(shape(webhook('list-reply')));
  });

  it('template-button', async () => {
    await rig.control('PUT', '/sim/templates/rappel/fr', {
      body: 'Bonjour',
      buttons: [{ type: 'QUICK_REPLY', text: 'Oui' }],
    });
    const template = { to: ADA, type: 'template', template: { name: 'rappel', language: { code: 'fr' } } };
    expect(shape(await afterOffer(template, 'Oui'))).toEqual(shape(webhook('template-button')));
  });

  it.each([
    ['status-sent', 'sent'],
    ['status-delivered', 'delivered'],
    ['status-read', 'read'],
  ])('%s', async (name, status) => {
    await rig.write(ADA);
    await rig.send({ to: ADA, type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'ref' });
    const webhooks = await rig.service.wait(1, ({ raw }) => raw.includes(`"status":"${status}"`));
    expect(shape(webhooks[0]!.body)).toEqual(shape(webhook(name)));
  });

  it('status-failed', async () => {
    await rig.send({ to: ADA, type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'ref' });
    const [failed] = await rig.service.wait(1);
    expect(shape(failed!.body)).toEqual(shape(webhook('status-failed')));
  });
});

describe('news of a template have the shape of the recorded ones', () => {
  const appointment = {
    header: { format: 'TEXT', text: 'Rendez-vous' },
    body: 'À lundi.',
    footer: 'Répondez STOP',
    buttons: [{ type: 'PHONE_NUMBER', text: 'Appeler', phone_number: '+243810000099' }],
  };
  it.each([
    ['template-status', { status: 'APPROVED' }],
    ['template-status-rejected', { status: 'REJECTED', reason: 'INVALID_FORMAT' }],
    ['template-paused', { status: 'PAUSED' }],
    ['template-unpaused', { status: 'APPROVED', event: 'PAUSED', pause: 'UNPAUSE' }],
    ['template-disabled', { status: 'DISABLED' }],
    ['template-reinstated', { status: 'APPROVED', event: 'REINSTATED' }],
    ['template-quality', { quality: 'YELLOW' }],
    ['template-category', { announce: 'MARKETING' }],
    ['template-category-changed', { category: 'MARKETING' }],
    ['template-components', { body: 'À mardi.' }],
  ])('%s', async (name, wish) => {
    await rig.control('PUT', '/sim/templates/rappel/en_US', appointment);
    await rig.control('PATCH', '/sim/templates/rappel/en_US', wish);
    expect(shape(await lastWebhook())).toEqual(shape(webhook(name)));
  });
});

describe('a recorded request to the Graph is answered as it was', () => {
  const sends = graphNames.filter((name) => graph(name).request?.body !== undefined);
  /** Answers that WhatsApp gives only in trouble. */
  const troubles: Record<string, object> = {
    'send-held.json': { kind: 'held' },
    'send-without-id.json': { kind: 'http', status: 200, body: { success: true } },
  };

  it.each(sends)('%s', async (name) => {
    const { request, status, response } = graph(name);
    const replaced = await prepare(request!.body!);
    if (troubles[name]) await rig.control('POST', '/sim/faults', troubles[name]);
    const answer = await rig.graph(request!.method, request!.path, replaced);
    expect(answer.status).toBe(status);
    expect(lenient(answer.json)).toEqual(lenient(response));
  });

  it('media-upload.json', async () => {
    const { status, json } = await rig.upload(Buffer.from(PNG, 'base64'), 'image/png');
    expect([status, shape(json)]).toEqual([200, shape(graph('media-upload.json').response)]);
  });

  it('media-upload-too-large.json', async () => {
    const { status, json } = await rig.upload(Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png');
    const recorded = graph('media-upload-too-large.json');
    expect([status, withoutTrace(json)]).toEqual([recorded.status, withoutTrace(recorded.response)]);
  });

  /** What the recording supposes: the person wrote, the file is there, the message to be read was received. */
  async function prepare(body: Json): Promise<Json> {
    const id = body['message_id'];
    await say({ type: 'text', text: 'Bonjour', ...(typeof id === 'string' && { id }) });
    if (body['recipient']) {
      const { json } = await rig.control('POST', '/sim/phones', { number: '+243000000002', hidden: true });
      return { ...body, recipient: json['userId'] };
    }
    if (!body['image']) return body;
    const { json } = await rig.upload(Buffer.from(PNG, 'base64'), 'image/png');
    return { ...body, image: { ...(body['image'] as object), id: json['id'] } };
  }
});

describe('an error of the simulator says what the recorded one says', () => {
  const errors = graphNames
    .filter((name) => name.startsWith('error-'))
    .map((name) => ({ name, ...graph(name) }))
    .filter(({ response }) => typeof response !== 'string');

  it.each(errors.map((error) => [error.name, error] as const))('%s', async (_name, { status, response }) => {
    const { error } = response as { error: { code: number; error_subcode?: number } };
    await rig.write(ADA);
    await rig.control('POST', '/sim/faults', {
      kind: 'graph',
      code: error.code,
      subcode: error.error_subcode,
    });
    const answer = await rig.send({ to: ADA, type: 'text', text: { body: 'x' } });
    expect([answer.status, (answer.json['error'] as Json)['code']]).toEqual([status, error.code]);
  });

  it.each(['131026', '130429', '131056', '131031', '131000'])('%s word for word', (code) => {
    const { response } = graph(`error-${code}.json`);
    expect(withoutTrace(new GraphError(Number(code)).body('x'))).toEqual(withoutTrace(response));
  });
});

function withoutTrace(body: unknown): unknown {
  const { fbtrace_id: _trace, ...error } = (body as { error: Json }).error;
  return error;
}

/** Meta adds `message_status` to some answers and not to others. */
function lenient(response: unknown): unknown {
  const text = JSON.stringify(shape(response));
  return JSON.parse(text.replace(/,"message_status":"string"/, ''));
}
