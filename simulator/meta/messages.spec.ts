import { Rig, type Json } from '../service.fake.js';

const TO = '+243810000001';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.write(TO);
});

const text = (body: unknown): object => ({ to: TO, type: 'text', text: { body } });
const interactive = (interactive: object): object => ({ to: TO, type: 'interactive', interactive });
const button = (id: string, title: string): object => ({ type: 'reply', reply: { id, title } });
const buttons = (...list: object[]): object =>
  interactive({ type: 'button', body: { text: 'Oui ?' }, action: { buttons: list } });
const list = (sections: unknown, more: object = {}): object =>
  interactive({ type: 'list', body: { text: 'Où ?' }, action: { button: 'Choisir', sections }, ...more });
const rows = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `Ligne ${index}` }));
const ask = {
  type: 'location_request_message',
  body: { text: 'Où êtes-vous ?' },
  action: { name: 'send_location' },
};
const catalogue = { type: 'catalog_message', body: { text: 'Voir' }, action: { name: 'catalog_message' } };
const products = (...counts: number[]): object => ({
  type: 'product_list',
  header: { type: 'text', text: 'Nos produits' },
  body: { text: 'Choisissez' },
  action: {
    catalog_id: '2',
    sections: counts.map((count, at) => ({
      title: `Section ${at}`,
      product_items: Array.from({ length: count }, (_, nth) => ({ product_retailer_id: `SKU-${at}-${nth}` })),
    })),
  },
});
const form = (parameters: object): object => ({
  type: 'flow',
  body: { text: 'Inscription' },
  action: {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_cta: 'Commencer', ...parameters },
  },
});
const errorOf = ({
  json,
}: {
  json: Json;
}): { code: number; message: string; error_data?: { details: string } } => json['error'] as never;

describe('a message that WhatsApp takes', () => {
  it('is answered with the person and an id, whatever way the number is written', async () => {
    for (const to of ['+243810000001', '243810000001', '+243 81 000-00 01']) {
      const { status, json } = await rig.send({ to, type: 'text', text: { body: 'Bonjour' } });
      expect(status).toBe(200);
      expect(json).toEqual({
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: '243810000001' }],
        messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]+$/) }],
      });
    }
  });

  it.each([
    ['text of 4096 characters', text('é'.repeat(4096))],
    ['three buttons', buttons(button('a', 'A'), button('b', 'B'), button('c', 'x'.repeat(20)))],
    [
      'list of ten rows in two sections',
      list([
        { title: 'Un', rows: rows(5) },
        { title: 'Deux', rows: rows(10).slice(5) },
      ]),
    ],
    [
      'list with descriptions of 72 characters',
      list([{ rows: [{ id: 'r', title: 'R', description: 'x'.repeat(72) }] }]),
    ],
    [
      'link',
      interactive({
        type: 'cta_url',
        body: { text: 'Voir' },
        action: { name: 'cta_url', parameters: { display_text: 'Ouvrir', url: 'https://example.org/' } },
      }),
    ],
    ['question for a place', interactive(ask)],
    ['product', interactive({ type: 'product', action: { catalog_id: '2', product_retailer_id: 'SKU' } })],
    ['list of thirty products', interactive(products(15, 15))],
    ['catalogue', interactive({ ...catalogue, footer: { text: 'Prix en dollars' } })],
    ['form', interactive(form({ flow_id: '1', flow_token: 't' }))],
    [
      'form at one of its screens',
      interactive(
        form({
          flow_name: 'inscription',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'S1', data: { ville: 'KI' } },
        }),
      ),
    ],
    ['location', { to: TO, type: 'location', location: { latitude: -4.3, longitude: 15.3, name: 'Ici' } }],
    [
      'visiting card',
      {
        to: TO,
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Centre' }, phones: [{ phone: '+243 1' }] }],
      },
    ],
    [
      'template',
      { to: TO, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
    ],
    ['text in answer to another', { ...text('Oui'), context: { message_id: 'wamid.x' } }],
    ['text without a type', { to: TO, text: { body: 'Bonjour' } }],
  ])('may be a %s', async (_name, message) => {
    expect(await rig.send(message)).toMatchObject({ status: 200 });
  });

  it('stands on the phone as it was sent', async () => {
    await rig.send(buttons(button('yes', 'Oui'), button('no', 'Non')));
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    expect((json['chat'] as Json[]).at(-1)).toMatchObject({
      side: 'service',
      content: {
        type: 'buttons',
        body: 'Oui ?',
        buttons: [
          { id: 'yes', title: 'Oui' },
          { id: 'no', title: 'Non' },
        ],
      },
    });
  });

  it('can go to a person who shows no number', async () => {
    const { json: phone } = await rig.control('POST', '/sim/phones', {
      number: '+243810000009',
      hidden: true,
    });
    await rig.write('+243810000009');
    const { status, json } = await rig.send({
      recipient: phone['userId'],
      type: 'text',
      text: { body: 'Bonjour' },
    });
    expect(status).toBe(200);
    expect(json['contacts']).toEqual([{ input: phone['userId'], user_id: phone['userId'] }]);
  });

  it('leaves its reference and its body in the list of what was sent, in order', async () => {
    await rig.send({ ...text('un'), biz_opaque_callback_data: 'ref-1' });
    await rig.send({ ...text('deux'), biz_opaque_callback_data: 'ref-2' });
    const { json } = await rig.control('GET', '/sim/sent');
    const items = json['items'] as Json[];
    expect(items.map(({ reference }) => reference)).toEqual(['ref-1', 'ref-2']);
    expect(items[1]).toMatchObject({ to: TO, type: 'text', accepted: true, answer: 200, body: text('deux') });
    const again = await rig.control('GET', '/sim/sent?reference=ref-1');
    expect(again.json['items']).toHaveLength(1);
  });

  it('can be waited for', async () => {
    const { json: before } = await rig.control('GET', '/sim/sent');
    const waiting = rig.control('GET', `/sim/sent?after=${String(before['last'])}&waitMs=20000&atLeast=2`);
    await rig.send(text('un'));
    await rig.send(text('deux'));
    expect((await waiting).json['items']).toHaveLength(2);
  });
});

describe('a message that WhatsApp refuses', () => {
  it.each([
    ['without a recipient', { type: 'text', text: { body: 'x' } }, 100, 'The parameter to is required'],
    ['of an unknown type', { to: TO, type: 'poem', poem: {} }, 100, ''],
    ['without its payload', { to: TO, type: 'text' }, 100, 'The parameter text is required'],
    ['without a text body', { to: TO, type: 'text', text: {} }, 131008, ''],
    ['with a text that is too long', text('x'.repeat(4097)), 100, 'must be at most 4096 characters long'],
    ['with a text that is no text', text(7), 100, ''],
    ['with an empty text', text(' '), 131009, ''],
    ['with an unexpected key', { to: TO, type: 'text', text: { body: 'x', bodi: 'y' } }, 100, ''],
    ['to a number that is none', { to: 'Grâce', type: 'text', text: { body: 'x' } }, 131009, ''],
    ['to itself', { to: '+15550001111', type: 'text', text: { body: 'x' } }, 131021, ''],
    ['without buttons', buttons(), 131009, ''],
    ['with four buttons', buttons(...['a', 'b', 'c', 'd'].map((id) => button(id, id))), 131009, ''],
    ['with a button title of 21 characters', buttons(button('a', 'x'.repeat(21))), 131009, ''],
    ['with a button id of 257 characters', buttons(button('x'.repeat(257), 'A')), 131009, ''],
    ['with the same button title twice', buttons(button('a', 'A'), button('b', 'A')), 131009, ''],
    ['with the same button id twice', buttons(button('a', 'A'), button('a', 'B')), 131009, ''],
    [
      'with a body of 1025 characters',
      interactive({
        type: 'button',
        body: { text: 'x'.repeat(1025) },
        action: { buttons: [button('a', 'A')] },
      }),
      131009,
      '',
    ],
    [
      'with a footer of 61 characters',
      list([{ rows: rows(1) }], { footer: { text: 'x'.repeat(61) } }),
      131009,
      '',
    ],
    ['with thirty-one products', interactive(products(16, 15)), 131009, ''],
    ['with eleven sections of products', interactive(products(...Array(11).fill(1))), 131009, ''],
    ['with products and no header', interactive({ ...products(1), header: undefined }), 131008, ''],
    [
      'with a catalogue that has a header',
      interactive({ ...catalogue, header: { type: 'text', text: 'x' } }),
      131009,
      '',
    ],
    ['with a product of nobody', interactive({ type: 'product', action: { catalog_id: '2' } }), 131008, ''],
    ['with a form that has no name', interactive(form({})), 131008, ''],
    ['with a form that has two', interactive(form({ flow_id: '1', flow_name: 'x' })), 131009, ''],
    [
      'with a form button of 31 characters',
      interactive(form({ flow_id: '1', flow_cta: 'x'.repeat(31) })),
      131009,
      '',
    ],
    [
      'with empty data for a form',
      interactive(form({ flow_id: '1', flow_action_payload: { screen: 'S', data: {} } })),
      131009,
      '',
    ],
    [
      'with a question for a place that has a header',
      interactive({ ...ask, header: { type: 'text', text: 'x' } }),
      131009,
      '',
    ],
    [
      'with a list of eleven rows',
      list([
        { title: 'a', rows: rows(11).slice(0, 6) },
        { title: 'b', rows: rows(11).slice(6) },
      ]),
      131009,
      '',
    ],
    ['with a row title of 25 characters', list([{ rows: [{ id: 'r', title: 'x'.repeat(25) }] }]), 131009, ''],
    [
      'with a row description of 73 characters',
      list([{ rows: [{ id: 'r', title: 'R', description: 'x'.repeat(73) }] }]),
      131009,
      '',
    ],
    ['with a row id of 201 characters', list([{ rows: [{ id: 'x'.repeat(201), title: 'R' }] }]), 131009, ''],
    [
      'with two sections, one without a title',
      list([{ title: 'a', rows: rows(1) }, { rows: [{ id: 'z', title: 'Z' }] }]),
      131008,
      '',
    ],
    [
      'with a picture above a list',
      list([{ rows: rows(1) }], { header: { type: 'image', image: { link: 'https://example.org/a.png' } } }),
      131009,
      '',
    ],
    ['with a picture that nobody uploaded', { to: TO, type: 'image', image: { id: '1' } }, 131009, ''],
    [
      'with a picture by id and by link',
      { to: TO, type: 'image', image: { id: '1', link: 'https://example.org/a.png' } },
      131009,
      '',
    ],
    ['with a picture by neither', { to: TO, type: 'image', image: {} }, 131008, ''],
    [
      'with a latitude of 91',
      { to: TO, type: 'location', location: { latitude: 91, longitude: 0 } },
      100,
      '',
    ],
    [
      'with a template that does not exist',
      { to: TO, type: 'template', template: { name: 'rappel', language: { code: 'fr' } } },
      132001,
      '',
    ],
  ])('%s is told why', async (_name, message, code, words) => {
    const answer = await rig.send(message);
    expect(errorOf(answer)).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) });
    expect(errorOf(answer).message).toContain(words);
    expect(answer.status).toBe(code === 132001 ? 404 : 400);
    const { json } = await rig.control('GET', '/sim/sent');
    expect(json['items']).toEqual([]);
  });

  it('names the key and the place where it stands', async () => {
    const message = interactive({ type: 'button', body: { text: 'x' }, action: { buttonz: [] } });
    expect(errorOf(await rig.send(message)).error_data?.details).toBe(
      'Unexpected key "buttonz" on param "interactive[\'action\']".',
    );
  });

  it('over a wrong product, a wrong number or a body that is no JSON is told so too', async () => {
    const path = `/v25.0/${rig.settings.phoneNumberId}/messages`;
    expect(errorOf(await rig.graph('POST', path, { to: TO })).message).toContain('messaging_product');
    const other = await rig.graph('POST', '/v25.0/999/messages', {
      messaging_product: 'whatsapp',
      ...text('x'),
    });
    expect(errorOf(other)).toMatchObject({ code: 100, error_subcode: 33 });
    const broken = await fetch(`${rig.origin}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rig.settings.accessToken}`, 'content-type': 'application/json' },
      body: '{"to":',
    });
    expect(broken.status).toBe(400);
    expect(((await broken.json()) as { error: { code: number } }).error.code).toBe(100);
  });
});

describe('the access token', () => {
  it.each([
    ['wrong', { authorization: 'Bearer other' }, 190],
    ['missing', {}, 104],
  ])('that is %s is refused with 401', async (_name, headers, code) => {
    const answer = await fetch(`${rig.origin}/v25.0/${rig.settings.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: '{}',
    });
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as { error: { code: number } }).error.code).toBe(code);
  });

  it('opens every version of the Graph, and no path that it does not have', async () => {
    const answer = await rig.graph('GET', `/v26.0/${rig.settings.phoneNumberId}`);
    expect(answer).toMatchObject({ status: 200, json: { id: rig.settings.phoneNumberId } });
    expect(await rig.graph('POST', '/v25.0/1/poems', {})).toMatchObject({
      status: 400,
      json: { error: { code: 2500 } },
    });
  });
});

describe('the limits of WhatsApp', () => {
  it('let 45 messages at once to one person, and others meanwhile', async () => {
    await rig.options({ limits: { pair: true } });
    await rig.write('+243810000002');
    const answers = [];
    for (let sent = 0; sent < 46; sent += 1) answers.push(await rig.send(text('x')));
    expect(answers.slice(0, 45).every(({ status }) => status === 200)).toBe(true);
    expect(errorOf(answers[45]!).code).toBe(131056);
    expect(await rig.send({ ...text('x'), to: '+243810000002' })).toMatchObject({ status: 200 });
  });

  it('let so many messages in a second', async () => {
    await rig.options({ limits: { perSecond: 3 } });
    const answers = await Promise.all(Array.from({ length: 4 }, () => rig.send(text('x'))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.map((answer) => errorOf(answer)?.code)).toContain(130429);
  });

  it('close the window of 24 hours and refuse strangers in the answer, when asked to', async () => {
    await rig.options({ refusals: 'response' });
    await rig.control('DELETE', `/sim/phones/${TO}/window`);
    expect(errorOf(await rig.send(text('x'))).code).toBe(131047);
    expect(errorOf(await rig.send({ ...text('x'), to: '+243899999999' })).code).toBe(131026);
  });

  it('do not hold for a template outside the window', async () => {
    await rig.options({ refusals: 'response' });
    await rig.control('DELETE', `/sim/phones/${TO}/window`);
    const template = { name: 'hello_world', language: { code: 'en_US' } };
    expect(await rig.send({ to: TO, type: 'template', template })).toMatchObject({
      status: 200,
      json: { messages: [{ message_status: 'accepted' }] },
    });
  });
});

describe('a template', () => {
  const call = (components: object[]): object => ({
    to: TO,
    type: 'template',
    template: { name: 'rappel', language: { code: 'fr' }, components },
  });
  const body = (...values: string[]): object => ({
    type: 'body',
    parameters: values.map((value) => ({ type: 'text', text: value })),
  });
  beforeEach(async () => {
    await rig.control('PUT', '/sim/templates/rappel/fr', {
      body: 'Bonjour {{1}}, rendez-vous le {{2}}.',
      buttons: [{ type: 'QUICK_REPLY', text: 'Je viens' }],
    });
  });

  it('is filled in and shown', async () => {
    await rig.send(call([body('Grâce', 'lundi')]));
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    expect((json['chat'] as Json[]).at(-1)).toMatchObject({
      content: {
        type: 'template',
        body: 'Bonjour Grâce, rendez-vous le lundi.',
        buttons: [{ title: 'Je viens' }],
      },
    });
  });

  it.each([
    ['a parameter too few', [body('Grâce')], 132000],
    ['a line break in a parameter', [body('Grâce', 'a\nb')], 132018],
  ])('with %s is refused', async (_name, components, code) => {
    expect(errorOf(await rig.send(call(components))).code).toBe(code);
  });

  it.each([
    ['PAUSED', 132015],
    ['DISABLED', 132016],
    ['PENDING', 132001],
  ])('that is %s is refused', async (status, code) => {
    await rig.control('PUT', '/sim/templates/rappel/fr', { body: 'Bonjour', status });
    expect(errorOf(await rig.send(call([]))).code).toBe(code);
  });
});

describe('a code', () => {
  it('goes to a number, never to the id of a person who hides it', async () => {
    await rig.control('PUT', '/sim/templates/code_test/fr', {
      category: 'AUTHENTICATION',
      components: [{ type: 'BODY', text: 'Votre code est {{1}}.' }],
    });
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    const template = {
      name: 'code_test',
      language: { code: 'fr' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: '1234' }] }],
    };
    expect(errorOf(await rig.send({ recipient: json['userId'], type: 'template', template })).code).toBe(
      131062,
    );
    expect((await rig.send({ to: TO, type: 'template', template })).status).toBe(200);
  });
});

describe('a message that the service reads', () => {
  const read = (more: object): Promise<{ status: number; json: Json }> =>
    rig.graph('POST', `/v25.0/${rig.settings.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      status: 'read',
      ...more,
    });

  it('shows blue ticks, and so do those before it', async () => {
    await rig.write(TO, 'encore');
    const last = await rig.write(TO, 'et encore');
    expect(await read({ message_id: last, typing_indicator: { type: 'text' } })).toEqual({
      status: 200,
      json: { success: true },
    });
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    expect((json['chat'] as Json[]).map(({ ticks }) => ticks)).toEqual(['read', 'read', 'read']);
  });

  it('must be one that was received', async () => {
    expect(errorOf(await read({ message_id: 'wamid.other' })).code).toBe(131009);
  });
});
