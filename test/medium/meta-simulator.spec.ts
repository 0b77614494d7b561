import { Rig } from '../../simulator/service.fake.js';
import { Secret } from '../../src/kernel/secret.js';
import { AccountClient } from '../../src/providers/meta/graph/account.client.js';
import { GraphClient } from '../../src/providers/meta/graph/graph.client.js';
import { parseObject } from '../../src/providers/meta/graph/json.js';
import { FakeTokens } from '../../src/token/token.fake.js';
import { MediaClient } from '../../src/providers/meta/messages/media.client.js';
import { MetaChannel } from '../../src/providers/meta/messages/meta.channel.js';
import { NumberTroubles } from '../../src/providers/meta/messages/number-troubles.js';
import { translate } from '../../src/providers/meta/webhook/meta.translate.js';
import type { OutboundContent, OutboundKind } from '../../src/whatsapp/whatsapp-content.contract.js';
import type { InboundUpdate, Update } from '../../src/whatsapp/whatsapp-updates.contract.js';
import { Attachments } from '../../src/whatsapp/whatsapp.port.js';

const TO = '243810000001';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Files of a storage that has two. */
class FilesFake extends Attachments {
  add(): void {}
  async render(): Promise<Buffer> {
    return PNG;
  }
  link(): string {
    throw new Error('Meta is never given a link of ours');
  }
  async open(file: string): Promise<{ bytes: Buffer; mime: string; filename: string | null }> {
    const isPdf = file === 'pdf';
    const bytes = Buffer.from(isPdf ? '%PDF-1.4 reçu' : 'OggS voix');
    return { bytes, mime: isPdf ? 'application/pdf' : 'audio/ogg; codecs=opus', filename: null };
  }
}

/** What the phone calls a message of each kind. */
const SHOWN: Record<OutboundKind, string> = {
  text: 'text',
  buttons: 'buttons',
  list: 'list',
  media: 'image',
  location: 'location',
  'location-request': 'ask-location',
  contacts: 'contacts',
  reaction: 'reaction',
  link: 'link',
  product: 'products',
  products: 'products',
  catalog: 'catalog',
  form: 'form',
  template: 'template',
};

let rig: Rig;
let client: GraphClient;
let channel: MetaChannel;
const reads: string[] = [];

beforeAll(async () => {
  rig = await Rig.start();
  client = new GraphClient({ baseUrl: rig.origin, version: 'v25.0' });
  const tokens = new FakeTokens([rig.settings.accessToken]);
  tokens.secrets = [new Secret(rig.settings.appSecret)];
  const account = new AccountClient(rig.settings.businessAccountId, client, tokens);
  channel = new MetaChannel(new Map([[rig.settings.phoneNumberId, account]]), {
    clock: { now: () => new Date() },
    media: new MediaClient(client.origin),
    troubles: new NumberTroubles({ raise: async () => undefined, clear: async () => undefined }),
    count: (outcome) => void reads.push(outcome),
  });
});
afterAll(async () => {
  await client.close();
  await rig.stop();
});
beforeEach(() => rig.reset());

const send = (content: OutboundContent, to: object = { waId: TO }) => {
  const number = rig.settings.phoneNumberId;
  return channel.send({ reference: 'r1', number, to, content, attempt: 0 }, new FilesFake());
};
const chat = async () => {
  const { json } = await rig.control('GET', `/sim/phones/+${TO}`);
  return json['chat'] as { id: string; ticks?: string; content: Record<string, unknown> }[];
};

/** What the application makes of the webhooks so far. */
function heard(): Update[] {
  return rig.service.received.flatMap(({ raw }) => {
    const envelope = parseObject(Buffer.from(raw));
    if (!envelope.ok) throw new Error(envelope.reason);
    return translate(envelope.body, new Date());
  });
}

/** A message of a person, as the application understands it. */
async function said(wish: object): Promise<InboundUpdate> {
  rig.service.received.length = 0;
  const { json } = await rig.control('POST', `/sim/phones/+${TO}/messages`, wish);
  await rig.service.wait(1, ({ raw }) => raw.includes(String(json['id'])));
  const found = heard().find((update) => update.kind === 'message' && update.providerId === json['id']);
  if (found?.kind !== 'message') throw new Error('nothing was heard');
  return found;
}

describe('what the channel sends', () => {
  const choices = [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ];
  const contents: OutboundContent[] = [
    { kind: 'text', text: 'Bonjour', preview: true },
    { kind: 'buttons', text: 'Oui ?', buttons: choices, header: 'Titre', footer: 'Pied' },
    {
      kind: 'list',
      text: 'Où ?',
      button: 'Choisir',
      rows: choices.map((row) => ({ ...row, section: row.title })),
    },
    { kind: 'media', media: 'image', source: { attachment: { source: 's', id: '1' } }, caption: 'Carte' },
    { kind: 'location', latitude: -4.3, longitude: 15.3, name: 'Ici' },
    { kind: 'location-request', text: 'Où êtes-vous ?' },
    { kind: 'contacts', contacts: [{ name: { formatted: 'Ben' }, phones: [{ phone: '+243 1' }] }] },
    { kind: 'link', text: 'Voir', title: 'Ouvrir', url: 'https://exemple.cd/' },
    { kind: 'product', catalogId: '1', productId: 'SKU' },
    {
      kind: 'products',
      catalogId: '1',
      header: 'Nos produits',
      text: 'Choisissez',
      sections: [{ title: 'A', productIds: ['SKU'] }],
    },
    { kind: 'catalog', text: 'Voir', productId: 'SKU' },
    { kind: 'form', text: 'Inscription', button: 'Commencer', form: { id: '1' }, screen: 'S1', data: {} },
    { kind: 'template', name: 'hello_world', language: 'en_US', components: [] },
  ];

  it.each(contents.map((content) => [content.kind, content] as const))(
    'stands on the phone: %s',
    async (kind, content) => {
      await rig.write(`+${TO}`);
      expect(await send(content)).toMatchObject({ outcome: 'sent' });
      await rig.service.wait(1, ({ raw }) => raw.includes('"sent"'));
      expect((await chat()).at(-1)?.content['type']).toBe(SHOWN[kind]);
      expect(heard().filter(({ kind: what }) => what === 'status')).toContainEqual(
        expect.objectContaining({ state: 'sent', reference: 'r1' }),
      );
    },
  );

  it('reaches a person whose number is hidden, answers, reacts, and brings files of the storage', async () => {
    const id = await rig.write(`+${TO}`);
    const { json } = await rig.control('GET', `/sim/phones/+${TO}`);
    const hidden = { userId: String(json['userId']) };
    expect(await send({ kind: 'text', text: 'Oui', replyTo: id }, hidden)).toMatchObject({ outcome: 'sent' });
    expect(await send({ kind: 'reaction', target: id, emoji: '👍' })).toMatchObject({ outcome: 'sent' });
    for (const [media, file] of [
      ['document', 'pdf'],
      ['audio', 'ogg'],
    ] as const)
      expect(await send({ kind: 'media', media, source: { file } })).toMatchObject({ outcome: 'sent' });
    const [first, answer] = await chat();
    expect(answer).toMatchObject({ replyTo: id });
    expect(first).toMatchObject({ reactions: { service: '👍' } });
  });

  it('is told to be read', async () => {
    const id = await rig.write(`+${TO}`);
    await channel.markRead(rig.settings.phoneNumberId, id, { typing: true });
    expect(reads.at(-1)).toBe('told');
    expect((await chat())[0]?.ticks).toBe('read');
  });
});

describe('what a person says', () => {
  it.each([
    [
      { type: 'text', text: 'Bonjour' },
      { kind: 'text', text: 'Bonjour' },
    ],
    [
      { type: 'location', latitude: -4.3, longitude: 15.3 },
      { kind: 'location', latitude: -4.3 },
    ],
    [{ type: 'contacts', people: [{ name: 'Ben', phone: '+243000000002' }] }, { kind: 'contacts' }],
    [
      { type: 'form', fields: { ville: 'KI' } },
      { kind: 'form', fields: { ville: 'KI' } },
    ],
    [
      { type: 'order', catalog: '2', items: [{ product: 'SKU', quantity: 2, price: 12.5 }] },
      {
        kind: 'order',
        catalogId: '2',
        lines: [{ productId: 'SKU', quantity: 2, price: '12.5', currency: 'USD' }],
      },
    ],
    [
      { type: 'edit', messageId: 'wamid.x', text: 'Bonsoir' },
      { kind: 'edit', target: 'wamid.x', content: { kind: 'text', text: 'Bonsoir' } },
    ],
    [
      { type: 'revoke', messageId: 'wamid.x' },
      { kind: 'revoke', target: 'wamid.x' },
    ],
    [
      { type: 'reaction', messageId: 'wamid.x', emoji: '👍' },
      { kind: 'reaction', emoji: '👍' },
    ],
    [{ type: 'unsupported' }, { kind: 'unsupported', what: 'poll', error: { code: '131051' } }],
  ])('is understood: %j', async (wish, content) => {
    expect((await said(wish)).content).toMatchObject(content);
  });

  it('is fetched where it is a file, and only as long as Meta has it', async () => {
    const { content } = await said({ type: 'image', base64: PNG.toString('base64'), mime: 'image/png' });
    if (content.kind !== 'media') throw new Error('no file was heard of');
    const number = rig.settings.phoneNumberId;
    const file = await channel.fetchMedia(number, content.id);
    if (typeof file === 'string') throw new Error(file);
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.stream) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(PNG)).toBe(true);
    expect(file).toMatchObject({ mime: 'image/png', size: PNG.length });
    await rig.graph('DELETE', `/v25.0/${content.id}`);
    expect(await channel.fetchMedia(number, content.id)).toBe('gone');
  });

  it('comes from the same person with another number, another id, another will', async () => {
    await rig.write(`+${TO}`);
    const change = (wish: object) => rig.control('POST', `/sim/phones/+${TO}/changes`, wish);
    await change({ type: 'marketing', value: 'stop' });
    await change({ type: 'user-id' });
    await change({ type: 'number', number: '+243990000009' });
    await rig.service.wait(1, ({ raw }) => raw.includes('user_changed_number'));
    await rig.service.wait(1, ({ raw }) => raw.includes('user_id_update'));
    await rig.service.wait(1, ({ raw }) => raw.includes('user_preferences'));
    const news = heard();
    expect(news).toContainEqual(
      expect.objectContaining({ kind: 'person', current: expect.objectContaining({ waId: '243990000009' }) }),
    );
    expect(news).toContainEqual(expect.objectContaining({ kind: 'preference', marketing: 'stop' }));
    expect(news.filter(({ kind }) => kind === 'person')).toHaveLength(3);
  });
});
