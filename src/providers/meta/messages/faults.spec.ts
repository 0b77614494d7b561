import type { Banner, Choice, OutboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { faultsIn, refusalFor } from './faults.js';

type Of<K extends OutboundContent['kind']> = Extract<OutboundContent, { kind: K }>;

const choices = (count: number, rest: Partial<Choice> = {}): Choice[] =>
  Array.from({ length: count }, (_, i) => ({ id: `id-${i}`, title: `Titre ${i}`, ...rest }));
const buttons = (over: Partial<Of<'buttons'>> = {}): OutboundContent => ({
  kind: 'buttons',
  text: 'Acceptez-vous ?',
  buttons: choices(2),
  ...over,
});
const list = (over: Partial<Of<'list'>> = {}): OutboundContent => ({
  kind: 'list',
  text: 'Quelle ville ?',
  button: 'Choisir',
  rows: choices(10, { description: 'd'.repeat(72) }),
  ...over,
});
const media = (over: Partial<Of<'media'>> = {}): OutboundContent => ({
  kind: 'media',
  media: 'image',
  source: { attachment: { source: 's', id: '1' } },
  ...over,
});
const link = (over: Partial<Of<'link'>> = {}): OutboundContent => ({
  kind: 'link',
  text: 'Voir le programme',
  title: 'Ouvrir',
  url: 'https://exemple.cd/programme',
  ...over,
});
const products = (counts: readonly number[], over: Partial<Of<'products'>> = {}): OutboundContent => ({
  kind: 'products',
  catalogId: '1',
  header: 'Nos produits',
  text: 'Choisissez.',
  sections: counts.map((count, at) => ({
    title: `Section ${at}`,
    productIds: Array.from({ length: count }, (_, nth) => `SKU-${at}-${nth}`),
  })),
  ...over,
});
const form = (over: Partial<Of<'form'>> = {}): OutboundContent => ({
  kind: 'form',
  text: 'Inscrivez-vous',
  button: 'Commencer',
  form: { id: '1' },
  ...over,
});
const place = (over: Partial<Of<'location'>> = {}): OutboundContent => ({
  kind: 'location',
  latitude: -4.3,
  longitude: 15.3,
  ...over,
});
const template = (over: Partial<Of<'template'>> = {}): OutboundContent => ({
  kind: 'template',
  name: 'rappel_1',
  language: 'fr',
  components: [],
  ...over,
});
const card = { name: { formatted: 'Ève Kabongo' } };

describe('content within WhatsApp’s limits', () => {
  it.each([
    ['the longest text', { kind: 'text', text: '😀'.repeat(4096) }],
    ['an answer', { kind: 'text', text: 'Oui', replyTo: 'wamid.1' }],
    ['three buttons', buttons({ buttons: choices(3) })],
    ['titles of twenty characters', buttons({ buttons: [{ id: 'a', title: 'é'.repeat(20) }] })],
    ['a full frame', buttons({ header: 'é'.repeat(60), footer: 'é'.repeat(60) })],
    ['ten rows', list()],
    [
      'rows under headings',
      list({
        rows: [
          { id: '1', title: 'Un', section: 'A'.repeat(24) },
          { id: '2', title: 'Deux', section: 'A'.repeat(24) },
          { id: '3', title: 'Un', section: 'B' },
        ],
      }),
    ],
    ['a picture without a caption', media()],
    ['the longest caption', media({ caption: 'x'.repeat(1024) })],
    ['a document', media({ media: 'document', source: { file: 'f1' }, filename: 'Reçu.pdf' })],
    ['a voice message', media({ media: 'audio', source: { file: 'f1' }, voice: true })],
    ['a file at an address', media({ media: 'video', source: { link: 'https://exemple.cd/a.mp4' } })],
    ['a place', place({ latitude: 90, longitude: -180, name: 'Pôle', address: 'Là-haut' })],
    ['a question for a place', { kind: 'location-request', text: 'Où êtes-vous ?' }],
    [
      'cards',
      { kind: 'contacts', contacts: [{ ...card, birthday: '1990-01-31', phones: [{ phone: '+243' }] }] },
    ],
    ...['👍', '❤️', '👩🏾‍⚕️', '🇨🇩', '1️⃣', ''].map((emoji) => [
      `the reaction ${emoji}`,
      { kind: 'reaction', target: 'wamid.1', emoji },
    ]),
    ['a link', link({ header: 'h', footer: 'f' })],
    ['a product', { kind: 'product', catalogId: '1', productId: 'SKU' }],
    ['thirty products', products([10, 10, 10])],
    ['one section without a title', products([1], { sections: [{ title: '', productIds: ['SKU'] }] })],
    ['the catalogue', { kind: 'catalog', text: 'Voir tout' }],
    ['a form', form({ token: 't', screen: 'S1', data: { a: 1 } })],
    ['a form that its own server opens', form({ exchange: true, draft: true })],
    ['a form by its name', form({ form: { name: 'inscription' } })],
    ['a template', template({ language: 'pt_BR', components: [{ type: 'body', parameters: [] }] })],
  ] as [string, OutboundContent][])('is fine: %s', (_about, content) => {
    expect(faultsIn(content)).toEqual([]);
  });
});

describe('content beyond them is refused with the place and the reason', () => {
  it.each([
    [{ kind: 'text', text: 'x'.repeat(4097) }, 'text', /4097 caractères.*4096/],
    [{ kind: 'text', text: ' \n ' }, 'text', /texte est vide/],
    [{ kind: 'text', text: 7 }, 'text', /texte est vide/],
    [{ kind: 'text', text: 'Oui', replyTo: 'a b' }, 'replyTo', /identifiant/],
    [{ kind: 'hologram' }, 'kind', /genre/],
    [{ kind: 'constructor' }, 'kind', /genre/],
    [buttons({ text: 'x'.repeat(1025) }), 'text', /1025 caractères.*1024/],
    [buttons({ header: 'x'.repeat(61) }), 'header', /61 caractères.*60/],
    [buttons({ footer: 'x'.repeat(61) }), 'footer', /61 caractères.*60/],
    [buttons({ buttons: [] }), 'buttons', /un à trois boutons/],
    [buttons({ buttons: choices(4) }), 'buttons', /un à trois boutons/],
    [buttons({ buttons: choices(2, { title: 'Oui' }) }), 'buttons[1].title', /mêmes/],
    [buttons({ buttons: choices(2, { id: 'x' }) }), 'buttons[1].id', /mêmes/],
    [buttons({ buttons: choices(1, { title: 'x'.repeat(21) }) }), 'buttons[0].title', /bouton compte 21/],
    [buttons({ buttons: choices(1, { title: '' }) }), 'buttons[0].title', /bouton est vide/],
    [buttons({ buttons: choices(1, { id: 'x'.repeat(257) }) }), 'buttons[0].id', /257/],
    [list({ text: '' }), 'text', /texte est vide/],
    [list({ button: 'x'.repeat(21) }), 'button', /titre de la liste compte 21/],
    [list({ rows: [] }), 'rows', /une à dix lignes/],
    [list({ rows: choices(11) }), 'rows', /une à dix lignes dans la liste \(ici : 11\)/],
    [list({ rows: choices(2, { id: 'x' }) }), 'rows[1].id', /mêmes/],
    [list({ rows: choices(1, { title: 'x'.repeat(25) }) }), 'rows[0].title', /25/],
    [list({ rows: choices(1, { id: 'x'.repeat(201) }) }), 'rows[0].id', /201/],
    [list({ rows: choices(1, { description: 'x'.repeat(73) }) }), 'rows[0].description', /73/],
    [list({ rows: choices(1, { section: 'x'.repeat(25) }) }), 'rows[0].section', /25/],
    [
      list({ rows: [...choices(1, { section: 'A' }), { id: 'z', title: 'Z' }] }),
      'rows[1].section',
      /chacune a un titre/,
    ],
    [
      list({
        rows: ['A', 'B', 'A'].map((section, at) => ({ id: `${at}`, title: 'T', section })),
      }),
      'rows[2].section',
      /se suivre/,
    ],
    [media({ caption: 'x'.repeat(1025) }), 'caption', /légende compte 1025/],
    [media({ media: 'audio', source: { file: 'f' }, caption: 'x' }), 'caption', /pas de légende/],
    [media({ filename: 'a.png' }), 'filename', /Seul un document/],
    [media({ media: 'document', source: { file: 'f' }, filename: 'x'.repeat(241) }), 'filename', /241/],
    [media({ voice: true }), 'voice', /vocal/],
    [media({ media: 'video' }), 'source.attachment', /comme image/],
    [media({ source: { file: '' } }), 'source.file', /vide/],
    [media({ source: { link: 'http://exemple.cd/a.png' } }), 'source.link', /https/],
    [media({ source: { link: 'https://localhost/a.png' } }), 'source.link', /https/],
    [media({ source: { link: 'https://exemple.cd/a b' } }), 'source.link', /https/],
    [place({ latitude: 90.1 }), 'latitude', /90/],
    [place({ longitude: NaN }), 'longitude', /180/],
    [place({ name: 'x'.repeat(1001) }), 'name', /1001/],
    [{ kind: 'location-request', text: '' }, 'text', /vide/],
    [{ kind: 'contacts', contacts: [] }, 'contacts', /fiche/],
    [{ kind: 'contacts', contacts: [{ name: { formatted: '' } }] }, 'contacts[0].name.formatted', /vide/],
    [
      { kind: 'contacts', contacts: [card, { ...card, phones: [{ phone: '' }] }] },
      'contacts[1].phones[0].phone',
      /vide/,
    ],
    [{ kind: 'contacts', contacts: [{ ...card, birthday: '31/01/1990' }] }, 'contacts[0].birthday', /1990/],
    [{ kind: 'reaction', target: '', emoji: '👍' }, 'target', /réaction/],
    [{ kind: 'reaction', target: 'wamid.1', emoji: '👍👍' }, 'emoji', /un seul/],
    [{ kind: 'reaction', target: 'wamid.1', emoji: 'a' }, 'emoji', /un seul/],
    [link({ title: 'x'.repeat(21) }), 'title', /21/],
    [link({ banner: { media: 'image', source: { link: 'http://a.cd/i' } } }), 'banner.source.link', /https/],
    [link({ header: 'h', banner: { media: 'image', source: { file: 'f' } } }), 'header', /pas les deux/],
    [
      buttons({ banner: { media: 'sticker', source: { file: 'f' } } as unknown as Banner }),
      'banner.media',
      /image, une vidéo/,
    ],
    [media({ source: { provided: '' } }), 'source.file', /vide/],
    [link({ url: 'javascript:alert(1)' }), 'url', /https/],
    [link({ url: `https://exemple.cd/${'x'.repeat(2000)}` }), 'url', /2000/],
    [{ kind: 'product', catalogId: '', productId: 'SKU' }, 'catalogId', /vide/],
    [{ kind: 'product', catalogId: '1', productId: '' }, 'productId', /vide/],
    [products([]), 'sections', /une à dix sections/],
    [products(Array.from({ length: 11 }, () => 1)), 'sections', /une à dix sections/],
    [products([16, 15]), 'sections', /trente produits/],
    [products([1, 0]), 'sections[1].productIds', /pas de produit/],
    [products([1], { header: '' }), 'header', /vide/],
    [
      products([], { sections: ['A', 'A'].map((title) => ({ title, productIds: ['SKU'] })) }),
      'sections[1].title',
      /même titre/,
    ],
    [
      products([], { sections: ['A', ''].map((title) => ({ title, productIds: ['SKU'] })) }),
      'sections[1].title',
      /vide/,
    ],
    [products([], { sections: [{ title: 'x'.repeat(25), productIds: ['SKU'] }] }), 'sections[0].title', /25/],
    [form({ button: 'x'.repeat(31) }), 'button', /31/],
    [form({ data: { a: 1 } }), 'data', /écran/],
    [form({ exchange: true, screen: 'S1' }), 'screen', /data_exchange/],
    [form({ screen: 'S', data: { a: 'x'.repeat(20_000) } }), 'data', /16384/],
    [form({ form: { name: '' } }), 'form.name', /vide/],
    [template({ name: 'Rappel' }), 'name', /minuscules/],
    [template({ language: 'français' }), 'language', /langue/],
    [template({ components: {} as unknown as [] }), 'components', /liste/],
  ] as [OutboundContent, string, RegExp][])('%#', (content, field, message) => {
    const fault = { field, message: expect.stringMatching(message) as string };
    expect(faultsIn(content)).toContainEqual(expect.objectContaining(fault));
  });

  it('with limit and length where they are numbers, all faults at once', () => {
    const content = buttons({ text: 'x'.repeat(1025), buttons: choices(4) });
    expect(faultsIn(content)).toEqual([
      { field: 'text', message: expect.any(String) as string, limit: 1024, length: 1025 },
      { field: 'buttons', message: expect.any(String) as string, limit: 3, length: 4 },
    ]);
  });

  it('as one refusal in words', () => {
    expect(refusalFor([])).toBeNull();
    expect(refusalFor(faultsIn(list({ text: '', rows: [] })))).toMatchObject({
      code: 'limits',
      meaning: 'Le texte est vide. Il faut une à dix lignes dans la liste (ici : 0).',
      en: { meaning: expect.stringContaining('text, rows') as string },
    });
  });
});
