import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { FieldError } from '../../platform/web/problem.dto.js';
import { readKey, readSubmission } from './submit-body.js';
import { SUBMIT_EXAMPLES } from './submit-examples.js';
import { INTERACTIVE_KINDS } from './submit-interactive.js';
import { SUBMIT_TYPES } from './submit-kinds.js';

const now = new Date('2026-11-21T10:00:00Z');
const FILE = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const ALIASES = { its_own_mark: 'callbackData' };
const read = (body: unknown) => readSubmission(body, now, ALIASES).submission;
const about = (type: string, content: unknown, more: object = {}) => ({
  to: '+243 810 000 001',
  type,
  [type]: content,
  ...more,
});
const contentOf = (type: string, content: unknown) => read(about(type, content)).content;

function faults(body: unknown): FieldError[] {
  try {
    readSubmission(body, now);
  } catch (error) {
    if (error instanceof InvalidRequest) return [...error.errors];
    throw error;
  }
  return [];
}
const fields = (body: unknown) => faults(body).map(({ field }) => field);

describe('reading a message that is to be sent', () => {
  it.each(Object.entries(SUBMIT_EXAMPLES))(
    'takes the example « %s » of the documentation',
    (_name, { value }) => {
      expect(faults(value)).toEqual([]);
    },
  );

  it('has an example for every type', () => {
    const values = Object.values(SUBMIT_EXAMPLES).map(({ value }) => value);
    expect(new Set(values.map(({ type }) => type))).toEqual(new Set(SUBMIT_TYPES));
    const interactive = values.flatMap(
      (value) => (value['interactive'] as { type: string } | undefined)?.type ?? [],
    );
    expect(new Set(interactive)).toEqual(new Set(Object.keys(INTERACTIVE_KINDS)));
  });

  it.each([
    ['text', { body: 'Bonjour', preview_url: true }, { kind: 'text', text: 'Bonjour', preview: true }],
    [
      'image',
      { id: FILE, caption: 'c' },
      { kind: 'media', media: 'image', source: { file: FILE }, caption: 'c' },
    ],
    [
      'video',
      { link: 'https://a.cd/v.mp4' },
      { kind: 'media', media: 'video', source: { link: 'https://a.cd/v.mp4' } },
    ],
    [
      'audio',
      { id: FILE, voice: true },
      { kind: 'media', media: 'audio', source: { file: FILE }, voice: true },
    ],
    [
      'document',
      { id: FILE, filename: 'a.pdf' },
      { kind: 'media', media: 'document', source: { file: FILE }, filename: 'a.pdf' },
    ],
    ['sticker', { id: FILE }, { kind: 'media', media: 'sticker', source: { file: FILE } }],
    [
      'location',
      { latitude: -4.3, longitude: 15.3, name: 'n' },
      { kind: 'location', latitude: -4.3, longitude: 15.3, name: 'n' },
    ],
    ['reaction', { message_id: FILE, emoji: '' }, { kind: 'reaction', target: FILE, emoji: '' }],
    [
      'template',
      { name: 'rappel', language: { code: 'fr' } },
      { kind: 'template', name: 'rappel', language: 'fr', components: [] },
    ],
    [
      'contacts',
      [
        {
          name: { formatted_name: 'Awa Mbuyi', first_name: 'Awa' },
          phones: [{ phone: '+243', wa_id: '243' }],
          addresses: [{ city: 'Kinshasa', country_code: 'CD' }],
          org: { company: 'C' },
          birthday: '1990-01-31',
        },
      ],
      {
        kind: 'contacts',
        contacts: [
          {
            name: { formatted: 'Awa Mbuyi', first: 'Awa' },
            phones: [{ phone: '+243', waId: '243' }],
            addresses: [{ city: 'Kinshasa', countryCode: 'CD' }],
            organisation: { company: 'C' },
            birthday: '1990-01-31',
          },
        ],
      },
    ],
  ])('understands %s', (type, content, expected) => {
    expect(contentOf(type, content)).toEqual(expected);
  });

  const body = { text: 'Texte' };
  const footer = { text: 'Pied' };
  it.each([
    [
      'button',
      { body, footer, action: { buttons: [{ type: 'reply', reply: { id: 'o', title: 'Oui' } }] } },
      { kind: 'buttons', text: 'Texte', footer: 'Pied', buttons: [{ id: 'o', title: 'Oui' }] },
    ],
    [
      'list',
      {
        header: { type: 'text', text: 'Tête' },
        body,
        action: {
          button: 'Choisir',
          sections: [
            { title: 'A', rows: [{ id: '1', title: 'un', description: 'd' }] },
            { title: 'B', rows: [{ id: '2', title: 'deux' }] },
          ],
        },
      },
      {
        kind: 'list',
        text: 'Texte',
        header: 'Tête',
        button: 'Choisir',
        rows: [
          { id: '1', title: 'un', description: 'd', section: 'A' },
          { id: '2', title: 'deux', section: 'B' },
        ],
      },
    ],
    [
      'cta_url',
      { body, action: { name: 'cta_url', parameters: { display_text: 'Voir', url: 'https://a.cd/' } } },
      { kind: 'link', text: 'Texte', title: 'Voir', url: 'https://a.cd/' },
    ],
    [
      'product',
      { action: { catalog_id: 'c', product_retailer_id: 'p' } },
      { kind: 'product', catalogId: 'c', productId: 'p' },
    ],
    [
      'product_list',
      {
        header: { type: 'text', text: 'Tête' },
        body,
        action: {
          catalog_id: 'c',
          sections: [{ title: 's', product_items: [{ product_retailer_id: 'p' }] }],
        },
      },
      {
        kind: 'products',
        catalogId: 'c',
        header: 'Tête',
        text: 'Texte',
        sections: [{ title: 's', productIds: ['p'] }],
      },
    ],
    [
      'catalog_message',
      { body, action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'p' } } },
      { kind: 'catalog', text: 'Texte', productId: 'p' },
    ],
    [
      'flow',
      {
        body,
        action: {
          name: 'flow',
          parameters: {
            flow_id: '1',
            flow_cta: 'Ouvrir',
            flow_action_payload: { screen: 'S', data: { a: 1 } },
          },
        },
      },
      { kind: 'form', text: 'Texte', button: 'Ouvrir', form: { id: '1' }, screen: 'S', data: { a: 1 } },
    ],
    [
      'location_request_message',
      { body, action: { name: 'send_location' } },
      { kind: 'location-request', text: 'Texte' },
    ],
  ])('understands an interactive message of type %s', (type, content, expected) => {
    expect(contentOf('interactive', { type, ...content })).toEqual(expected);
  });

  it('understands to whom, from where, when, and what stands in', () => {
    const text = { body: 'Bonjour' };
    const wanted = read(
      about('text', text, {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        from: '106',
        sendAt: '2026-12-01T08:00:00+01:00',
        context: { message_id: 'wamid.x' },
        fallbackTemplate: { name: 'rappel', language: { code: 'fr', policy: 'deterministic' } },
        purpose: 'rappel',
        split: true,
      }),
    );
    expect(wanted).toEqual({
      to: { waId: '243810000001' },
      number: '106',
      content: { kind: 'text', text: 'Bonjour', replyTo: 'wamid.x' },
      origin: 'api',
      sendAt: new Date('2026-12-01T07:00:00Z'),
      fallback: { name: 'rappel', language: 'fr', components: [] },
      purpose: 'rappel',
      split: true,
    });
    expect(read({ ...about('text', text), to: 'CD.1234567890' }).to).toEqual({ userId: 'CD.1234567890' });
    expect(read({ ...about('text', text), to: FILE.toUpperCase() }).to).toEqual({ contactId: FILE });
  });

  it('takes what is usual with Meta: no type for a text, a recipient by WhatsApp’s own id, a mark of the caller', () => {
    const wanted = read({
      messaging_product: 'whatsapp',
      recipient: 'CD.13491208655302741918',
      text: { body: 'Bonjour' },
      its_own_mark: 'commande-42',
    });
    expect(wanted).toEqual({
      to: { userId: 'CD.13491208655302741918' },
      content: { kind: 'text', text: 'Bonjour' },
      origin: 'api',
      callbackData: 'commande-42',
    });
    const both = { ...about('text', { body: 'a' }), recipient: 'CD.1' };
    expect(read(both).to).toEqual({ waId: '243810000001' });
    expect(contentOf('location', { latitude: '-4.3217', longitude: '15.3125' })).toEqual({
      kind: 'location',
      latitude: -4.3217,
      longitude: 15.3125,
    });
    expect(contentOf('image', { id: '1013859600285441' })).toEqual({
      kind: 'media',
      media: 'image',
      source: { provided: '1013859600285441' },
    });
  });

  it.each([
    ['image', { link: 'https://a.cd/i.png' }, { media: 'image', source: { link: 'https://a.cd/i.png' } }],
    ['video', { id: FILE }, { media: 'video', source: { file: FILE } }],
    [
      'document',
      { id: '123456', filename: 'a.pdf' },
      { media: 'document', source: { provided: '123456' }, filename: 'a.pdf' },
    ],
  ])('understands a header with a file: %s', (type, given, banner) => {
    const header = { type, [type]: given };
    const action = { buttons: [{ type: 'reply', reply: { id: 'o', title: 'Oui' } }] };
    expect(contentOf('interactive', { type: 'button', header, body, action })).toEqual({
      kind: 'buttons',
      text: 'Texte',
      banner,
      buttons: [{ id: 'o', title: 'Oui' }],
    });
  });

  it('understands a form that asks its own server for the first screen, also one that is not published yet', () => {
    const parameters = { flow_id: '1', flow_cta: 'Ouvrir', flow_action: 'data_exchange', mode: 'draft' };
    expect(contentOf('interactive', { type: 'flow', body, action: { name: 'flow', parameters } })).toEqual({
      kind: 'form',
      text: 'Texte',
      button: 'Ouvrir',
      form: { id: '1' },
      exchange: true,
      draft: true,
    });
  });

  it.each([
    ['nothing', undefined, ['body']],
    ['a list', [], ['body']],
    ['no type', { to: '+243810000001', image: { id: FILE } }, ['type']],
    ['an unknown type', { to: '+243810000001', type: 'poll', poll: {} }, ['type']],
    ['no recipient', { type: 'text', text: { body: 'a' } }, ['to']],
    ['a recipient that is none', { ...about('text', { body: 'a' }), to: 'Awa' }, ['to']],
    ['no content', { to: '+243810000001', type: 'text' }, ['text']],
    ['an empty text', about('text', { body: '' }), ['text.body']],
    ['a number in the place of a text', about('text', { body: 3 }), ['text.body']],
    [
      'the content of another type beside it',
      about('text', { body: 'a' }, { image: { id: FILE } }),
      ['image'],
    ],
    [
      'the name of something of JavaScript’s own',
      about('text', { body: 'a' }, { toString: 1 }),
      ['toString'],
    ],
    ['unknown fields', about('text', { body: 'a', bold: true }, { priority: 1 }), ['text.bold', 'priority']],
    ['a file from nowhere', about('image', {}), ['image.id']],
    ['a file from two places', about('image', { id: FILE, link: 'https://a.cd/i.png' }), ['image.link']],
    ['the id of a file that is none', about('video', { id: 'x' }), ['video.id']],
    ['an address of another kind', about('image', { link: 'ftp://a.cd/i.png' }), ['image.link']],
    [
      'a place without coordinates',
      about('location', { latitude: 'x' }),
      ['location.latitude', 'location.longitude'],
    ],
    ['a card without a name', about('contacts', [{ phones: [] }]), ['contacts.0.name']],
    ['an unknown interactive type', about('interactive', { type: 'poll' }), ['interactive.type']],
    [
      'a button without a title',
      about('interactive', {
        type: 'button',
        body,
        action: { buttons: [{ type: 'reply', reply: { id: 'o' } }] },
      }),
      ['interactive.action.buttons.0.reply.title'],
    ],
    [
      'a header with a picture from nowhere',
      about('interactive', {
        type: 'button',
        header: { type: 'image', image: { id: 'x' } },
        body,
        action: { buttons: [{ type: 'reply', reply: { id: 'o', title: 'Oui' } }] },
      }),
      ['interactive.header.image.id'],
    ],
    [
      'a form by id and name',
      about('interactive', {
        type: 'flow',
        body,
        action: { name: 'flow', parameters: { flow_id: '1', flow_name: 'n', flow_cta: 'c' } },
      }),
      ['interactive.action.parameters.flow_id'],
    ],
    ['a template without a language', about('template', { name: 'a' }), ['template.language']],
    [
      'a moment without a time zone',
      about('text', { body: 'a' }, { sendAt: '2026-12-01T08:00:00' }),
      ['sendAt'],
    ],
    ['a recipient that is no person', { type: 'text', text: { body: 'a' }, recipient: '?' }, ['to']],
    ['degrees in words', about('location', { latitude: 'nord', longitude: '15.3' }), ['location.latitude']],
    ['a moment far away', about('text', { body: 'a' }, { sendAt: '2029-12-01T08:00:00Z' }), ['sendAt']],
  ])('names the fields that are wrong in %s', (_what, wrong, expected) => {
    expect(fields(wrong)).toEqual(expected);
  });

  it('says in French what is wrong', () => {
    expect(faults(about('text', { body: 3, bold: true }))).toEqual([
      { field: 'text.body', message: 'doit être un texte' },
      { field: 'text.bold', message: 'n’est pas un champ connu' },
    ]);
    expect(faults({ type: 'text', text: { body: '' } })).toEqual([
      { field: 'to', message: 'est obligatoire' },
      { field: 'text.body', message: 'ne doit pas être vide' },
    ]);
  });

  it('says which form the id of a file has', () => {
    const message =
      'doit être l’identifiant d’un fichier de /api/media (UUID), ou celui de WhatsApp (5 à 30 chiffres)';
    for (const id of ['1', 'photo']) {
      expect(faults(about('image', { id }))).toEqual([{ field: 'image.id', message }]);
    }
    const header = { type: 'image', image: { id: '1' } };
    const action = { buttons: [{ type: 'reply', reply: { id: 'o', title: 'Oui' } }] };
    expect(faults(about('interactive', { type: 'button', header, body, action }))).toEqual([
      { field: 'interactive.header.image.id', message },
    ]);
  });

  it('refuses a mark that is given under two names', () => {
    const twice = about('text', { body: 'a' }, { its_own_mark: 'x', callbackData: 'y' });
    expect(() => read(twice)).toThrow(
      expect.objectContaining({
        errors: [
          {
            field: 'its_own_mark',
            message: expect.stringContaining('« callbackData »') as string,
          },
        ],
      }) as Error,
    );
  });

  it('takes a key of a request, and no other text as one', () => {
    expect(readKey(undefined)).toEqual({});
    expect(readKey('commande-42')).toEqual({ requestKey: 'commande-42' });
    for (const wrong of ['', 'deux mots', 'é', 'x'.repeat(256)])
      expect(() => readKey(wrong)).toThrow(InvalidRequest);
  });
});
