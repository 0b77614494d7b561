import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type {
  ContactCard,
  OutboundContent,
  OutboundKind,
} from '../../../whatsapp/whatsapp-content.contract.js';
import { faultsIn } from './faults.js';
import { type MediaReference, wireOf } from './outbound.translate.js';
import { filesIn } from './outgoing-files.js';

type Of<K extends OutboundKind> = Extract<OutboundContent, { kind: K }>;

const FOLDER = join(process.cwd(), 'fixtures', 'meta', 'conformance', 'outbound');
const SCHEMAS = new Map(readdirSync(FOLDER).map((file) => [file.replace('.json', ''), schemaIn(file)]));
const REFERENCE = '01900000-0000-7000-8000-000000000001';

function schemaIn(file: string): z.ZodType {
  const { schema } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
    schema: Parameters<typeof z.fromJSONSchema>[0];
  };
  return z.fromJSONSchema(schema);
}

const choices = (count: number, over: object = {}) =>
  Array.from({ length: count }, (_, at) => ({ id: `id-${at}`, title: `Titre ${at}`, ...over }));
const frame = { header: 'h'.repeat(60), footer: 'f'.repeat(60) };

const CARD: ContactCard = {
  name: {
    formatted: 'Dr Ève Kabongo',
    first: 'Ève',
    last: 'Kabongo',
    prefix: 'Dr',
    middle: '',
    suffix: 'Jr',
  },
  phones: [{ phone: '+243000000002', type: 'CELL', waId: '243000000002' }, { phone: '+243000000003' }],
  emails: [{ email: 'eve@exemple.cd', type: 'WORK' }],
  urls: [{ url: 'https://exemple.cd' }],
  addresses: [{ street: '1, avenue de la Paix', city: 'Kinshasa', countryCode: 'cd', type: 'HOME' }],
  organisation: { company: 'Clinique', title: 'Médecin' },
  birthday: '1990-01-31',
};

/** Contents of each kind, at their barest and at their fullest. */
const CONTENTS: { [K in OutboundKind]: readonly Of<K>[] } = {
  text: [
    { kind: 'text', text: 'Bonjour' },
    { kind: 'text', text: 'x'.repeat(4096), preview: true, replyTo: 'wamid.1' },
  ],
  buttons: [
    { kind: 'buttons', text: 'Oui ?', buttons: choices(1) },
    { kind: 'buttons', text: 'x'.repeat(1024), buttons: choices(3), ...frame, replyTo: 'wamid.1' },
    {
      kind: 'buttons',
      text: 'Oui ?',
      buttons: choices(1),
      banner: { media: 'image', source: { file: '1' } },
    },
  ],
  list: [
    { kind: 'list', text: 'Où ?', button: 'Choisir', rows: choices(1) },
    {
      kind: 'list',
      text: 'Où ?',
      button: 'x'.repeat(20),
      ...frame,
      rows: [
        ...choices(5, { section: 'Villes', description: 'd'.repeat(72) }),
        { id: 'z', title: 'Z', section: 'Villages' },
      ],
    },
  ],
  media: [
    { kind: 'media', media: 'image', source: { attachment: { source: 's', id: '1' } }, caption: 'Carte' },
    { kind: 'media', media: 'video', source: { file: '1' } },
    { kind: 'media', media: 'audio', source: { file: '1' }, voice: true },
    { kind: 'media', media: 'document', source: { file: '1' }, filename: 'Reçu.pdf', caption: 'Reçu' },
    { kind: 'media', media: 'sticker', source: { file: '1' }, replyTo: 'wamid.1' },
  ],
  location: [
    { kind: 'location', latitude: -4.3, longitude: 15.3 },
    { kind: 'location', latitude: 0, longitude: 0, name: 'Mer', address: 'Atlantique' },
  ],
  'location-request': [{ kind: 'location-request', text: 'Où êtes-vous ?', replyTo: 'wamid.1' }],
  contacts: [
    { kind: 'contacts', contacts: [{ name: { formatted: 'Ben' } }] },
    { kind: 'contacts', contacts: [CARD, CARD] },
  ],
  reaction: [
    { kind: 'reaction', target: 'wamid.1', emoji: '👍' },
    { kind: 'reaction', target: 'wamid.1', emoji: '', replyTo: 'wamid.2' },
  ],
  link: [
    { kind: 'link', text: 'Voir', title: 'Ouvrir', url: 'https://exemple.cd' },
    { kind: 'link', text: 'Voir', title: 'Ouvrir', url: 'https://exemple.cd/?a=1', ...frame },
    {
      kind: 'link',
      text: 'Voir',
      title: 'Ouvrir',
      url: 'https://exemple.cd',
      banner: { media: 'document', source: { provided: '12345' }, filename: 'Plan.pdf' },
    },
  ],
  product: [
    { kind: 'product', catalogId: '1', productId: 'SKU' },
    { kind: 'product', catalogId: '1', productId: 'SKU', text: 'Voici', footer: 'f' },
  ],
  products: [
    {
      kind: 'products',
      catalogId: '1',
      header: 'Produits',
      text: 'Choisissez',
      footer: 'f',
      sections: [
        { title: 'A', productIds: ['SKU-1', 'SKU-2'] },
        { title: 'B', productIds: ['SKU-3'] },
      ],
    },
  ],
  catalog: [
    { kind: 'catalog', text: 'Voir tout' },
    { kind: 'catalog', text: 'Voir tout', footer: 'f', productId: 'SKU' },
  ],
  form: [
    { kind: 'form', text: 'Inscription', button: 'Commencer', form: { id: '1' } },
    {
      kind: 'form',
      text: 'Inscription',
      button: 'Commencer',
      form: { name: 'inscription' },
      token: 't',
      screen: 'S1',
      data: { ville: 'KI' },
      ...frame,
    },
    { kind: 'form', text: 'Inscription', button: 'Commencer', form: { id: '1' }, screen: 'S1', data: {} },
    {
      kind: 'form',
      text: 'Inscription',
      button: 'Commencer',
      form: { id: '1' },
      exchange: true,
      draft: true,
      banner: { media: 'video', source: { file: '1' } },
    },
  ],
  template: [
    { kind: 'template', name: 'rappel', language: 'fr', components: [] },
    {
      kind: 'template',
      name: 'rappel',
      language: 'pt_BR',
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
      replyTo: 'wamid.1',
    },
    { kind: 'template', name: 'carte', language: 'fr', components: [], picture: { source: 's', id: '1' } },
  ],
};

const ALL = Object.values(CONTENTS).flatMap((contents: readonly OutboundContent[]) => [...contents]);

type Wire = Record<string, unknown> & { type: string; interactive?: { type: string } };

function onTheWire(content: OutboundContent, to = { waId: '243000000001' } as object): Wire {
  const media: MediaReference | undefined =
    filesIn(content).length > 0 ? { id: '300000000000001' } : undefined;
  const message = { reference: REFERENCE, number: '100000000000001', to, content, attempt: 0 };
  return JSON.parse(JSON.stringify(wireOf(message, media))) as Wire;
}

const nameOf = (wire: Wire) => wire.interactive?.type ?? wire.type;
const schemaOf = (wire: Wire) => SCHEMAS.get(nameOf(wire)) ?? z.never();

describe('what goes to Meta', () => {
  it.each(ALL.map((content) => [content.kind, content] as const))(
    'has the documented shape: %s',
    (_kind, content) => {
      expect(faultsIn(content)).toEqual([]);
      const wire = onTheWire(content);
      expect(schemaOf(wire).safeParse(wire).error?.issues ?? []).toEqual([]);
      expect([wire['to'], wire['recipient']]).toEqual(['+243000000001', undefined]);
      const answers = content.replyTo !== undefined && content.kind !== 'reaction';
      expect(wire['context']).toEqual(answers ? { message_id: content.replyTo } : undefined);
    },
  );

  it('is every body that is documented', () => {
    const names = new Set([...ALL.map((content) => nameOf(onTheWire(content))), 'read']);
    expect([...names].sort()).toEqual([...SCHEMAS.keys()].sort());
  });

  it('goes to a person without a number by the id, and by the number where there is one', () => {
    for (const content of ALL) {
      const hidden = onTheWire(content, { userId: 'CD.13491208655302741918' });
      expect(schemaOf(hidden).safeParse(hidden).success).toBe(true);
      expect([hidden['to'], hidden['recipient']]).toEqual([undefined, 'CD.13491208655302741918']);
      const both = onTheWire(content, { waId: '243000000001', userId: 'CD.13491208655302741918' });
      expect([both['to'], both['recipient']]).toEqual(['+243000000001', undefined]);
    }
  });

  it('names a file at an address by its address', () => {
    const content = CONTENTS.media[0];
    const link = 'https://exemple.cd/a.png';
    const message = { reference: REFERENCE, number: '1', to: { waId: '243000000001' }, attempt: 0 };
    const wire = wireOf({ ...message, content: content ?? { kind: 'text', text: '' } }, { link }) as Wire;
    expect(wire['image']).toEqual({ link, caption: 'Carte' });
    expect(schemaOf(wire).safeParse(wire).success).toBe(true);
  });

  it('puts a picture into the header of a template, above its other values', () => {
    const body = { type: 'body', parameters: [{ type: 'text', text: 'Centre Espoir' }] };
    const wire = onTheWire({
      kind: 'template',
      name: 'code_card',
      language: 'fr',
      components: [body],
      picture: { source: 's', id: '1' },
    });
    expect(schemaOf(wire).safeParse(wire).success).toBe(true);
    expect(wire['template']).toEqual({
      name: 'code_card',
      language: { code: 'fr' },
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { id: '300000000000001' } }] },
        body,
      ],
    });
  });

  it('writes the parts of a template as Meta does, however they were written', () => {
    const button = { type: 'Button', sub_type: 'URL', index: 0, parameters: [{ type: 'text', text: 'x' }] };
    const wire = onTheWire({
      kind: 'template',
      name: 'code',
      language: 'fr',
      components: [
        { type: 'BODY', parameters: [] },
        button,
        { type: 'carousel', cards: [{ card_index: 0, components: [button] }] },
      ],
    });
    expect(schemaOf(wire).safeParse(wire).error?.issues ?? []).toEqual([]);
    const written = { ...button, type: 'button', sub_type: 'url', index: '0' };
    expect((wire['template'] as { components: unknown }).components).toEqual([
      { type: 'body', parameters: [] },
      written,
      { type: 'carousel', cards: [{ card_index: 0, components: [written] }] },
    ]);
  });

  it('puts rows under their headings, in their order', () => {
    const rows = ['A', 'A', 'B'].map((section, at) => ({ id: `${at}`, title: `T${at}`, section }));
    expect(onTheWire({ kind: 'list', text: 'x', button: 'y', rows }).interactive).toMatchObject({
      action: {
        sections: [
          { title: 'A', rows: [{ id: '0' }, { id: '1' }] },
          { title: 'B', rows: [{ id: '2' }] },
        ],
      },
    });
  });
});

describe('the schemas', () => {
  it('let nothing pass that they do not name, and nothing that is missing', () => {
    for (const content of ALL) {
      const wire = onTheWire(content);
      const schema = schemaOf(wire);
      for (const broken of brokenIn(wire)) expect(schema.safeParse(broken).success).toBe(false);
    }
  });
});

/** With one key more in each object that is closed, and without each key that a message cannot do without. */
function* brokenIn(wire: Wire): Generator<unknown> {
  yield { ...wire, stranger: 1 };
  for (const key of ['messaging_product', 'recipient_type', 'type', wire.type]) {
    const { [key]: _gone, ...rest } = wire;
    yield rest;
  }
  const payload = wire[wire.type];
  if (payload !== null && !Array.isArray(payload))
    yield { ...wire, [wire.type]: { ...(payload as object), stranger: 1 } };
}
