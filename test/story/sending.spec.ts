import { createHash } from 'node:crypto';
import { until } from '../until.js';
import { Correspondent, type Json, MessagingStory, type Wired, wordsOf } from './messaging-process.js';
import { ADMIN_KEY, NUMBER } from './server-process.js';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Reports come soon after each other. */
const PROMPT = { delaysMs: { sent: 5, delivered: 15, read: 30 } };
const CARD = [
  {
    name: { formatted_name: 'Awa Mbuyi', first_name: 'Awa' },
    phones: [{ phone: '+243810000002', type: 'WORK' }],
  },
];

interface Story {
  id: string;
  direction: string;
  state: string;
  error?: { code: string; meaning: string; advice: string };
  events: { state: string; at: string }[];
  causeId: string | null;
  replies: { id: string; state: string; type: string }[];
  content?: Json;
  pricing?: { category: string };
}

/** Each kind of message as a program posts it, under the name of its type. */
const KINDS: [string, string, unknown][] = [
  ['a text', 'text', { body: 'Bonjour 👋', preview_url: false }],
  ['a picture by its address', 'image', { link: 'https://exemple.cd/plan.jpg', caption: 'Le plan' }],
  ['a film', 'video', { link: 'https://exemple.cd/film.mp4' }],
  ['a sound', 'audio', { link: 'https://exemple.cd/son.mp3' }],
  [
    'a document',
    'document',
    { link: 'https://exemple.cd/f.pdf', filename: 'facture.pdf', caption: 'Facture' },
  ],
  ['a sticker', 'sticker', { link: 'https://exemple.cd/okapi.webp' }],
  [
    'a place',
    'location',
    { latitude: -4.3217, longitude: 15.3125, name: 'Centre', address: 'Avenue de la Paix' },
  ],
  ['a card', 'contacts', CARD],
  [
    'buttons',
    'interactive',
    {
      type: 'button',
      body: { text: 'Confirmez-vous ?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'oui', title: 'Oui' } }] },
    },
  ],
  [
    'buttons under a picture',
    'interactive',
    {
      type: 'button',
      header: { type: 'image', image: { link: 'https://exemple.cd/affiche.jpg' } },
      body: { text: 'Venez-vous ?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'oui', title: 'Oui' } }] },
    },
  ],
  [
    'a list',
    'interactive',
    {
      type: 'list',
      header: { type: 'text', text: 'Services' },
      body: { text: 'Que voulez-vous ?' },
      footer: { text: 'Merci' },
      action: {
        button: 'Choisir',
        sections: [
          { title: 'Santé', rows: [{ id: 'r', title: 'Rendez-vous', description: 'Du lundi au vendredi' }] },
        ],
      },
    },
  ],
  [
    'a link',
    'interactive',
    {
      type: 'cta_url',
      body: { text: 'Suivez-nous.' },
      action: { name: 'cta_url', parameters: { display_text: 'Suivre', url: 'https://exemple.cd/42' } },
    },
  ],
  [
    'a product',
    'interactive',
    {
      type: 'product',
      body: { text: 'De retour.' },
      action: { catalog_id: '123', product_retailer_id: 'SKU-1' },
    },
  ],
  [
    'products',
    'interactive',
    {
      type: 'product_list',
      header: { type: 'text', text: 'Sélection' },
      body: { text: 'Nos ventes.' },
      action: {
        catalog_id: '123',
        sections: [{ title: 'Boissons', product_items: [{ product_retailer_id: 'SKU-1' }] }],
      },
    },
  ],
  [
    'the catalogue',
    'interactive',
    {
      type: 'catalog_message',
      body: { text: 'Voici.' },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'SKU-1' } },
    },
  ],
  [
    'a form',
    'interactive',
    {
      type: 'flow',
      body: { text: 'Inscrivez-vous.' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_id: '98',
          flow_cta: 'Ouvrir',
          flow_token: 'jeton',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'A' },
        },
      },
    },
  ],
  [
    'a request for a place',
    'interactive',
    { type: 'location_request_message', body: { text: 'Où ?' }, action: { name: 'send_location' } },
  ],
  [
    'a template',
    'template',
    {
      name: 'rappel_ciu',
      language: { code: 'fr' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Awa' },
            { type: 'text', text: 'MBEIBR7DA1' },
          ],
        },
      ],
    },
  ],
];

describe('messages that a program sends', () => {
  let story: MessagingStory;
  let serial = 0;
  const newcomer = () => new Correspondent(`24382200${String((serial += 1)).padStart(4, '0')}`, story);

  beforeAll(async () => {
    story = await MessagingStory.open();
    await story.api('POST', 'templates/sync?wait=true', {});
    await story.simulator.control('PATCH', 'options', { statuses: PROMPT });
  });
  afterAll(() => story.close());

  /** Somebody who wrote just now, so that everything may be sent. */
  async function acquainted(): Promise<Correspondent> {
    const person = newcomer();
    await person.write('Bonjour');
    return person;
  }
  const post = (
    to: string,
    type: string,
    content: unknown,
    { headers = {}, ...more }: Json & { headers?: Record<string, string> } = {},
  ) =>
    story.api<{
      id: string;
      state: string;
      fallback?: boolean;
      code?: string;
      errors?: { field: string; message: string }[];
    }>('POST', 'messages', { to, type, [type]: content, ...more }, headers);
  const sentTo = async (userId: string, atLeast: number) => {
    const mine = async () =>
      (await story.simulator.control<{ items: Wired[] }>('GET', 'sent?limit=5000')).items.filter(
        ({ body }) => body['recipient'] === userId,
      );
    await until(`${atLeast} messages came`, async () => (await mine()).length >= atLeast);
    return mine();
  };
  const tell = (id: string) => story.api<Story>('GET', `messages/${id}`);
  const settled = (id: string, ...states: string[]) =>
    story.settled<Story>(`messages/${id}`, ({ state }) => states.includes(state));

  it.each(KINDS)('%s arrives as it was posted', async (_what, type, content) => {
    const person = await acquainted();
    const { status, body } = await post(person.number, type, content);
    expect([status, body.errors, body.state]).toEqual([202, undefined, 'queued']);
    const [message] = await person.receive();
    const { biz_opaque_callback_data: reference, ...rest } = message?.body ?? {};
    expect(rest).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: `+${person.number}`,
      type,
      [type]: content,
    });
    expect(typeof reference).toBe('string');
    // The simulated phone fetches what is behind an address, and there is nothing.
    if (JSON.stringify(content).includes('"link"')) return;
    const read = await settled(body.id, 'read');
    expect(read.events.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['sent', 'delivered', 'read']),
    );
  });

  it('a body as other programs write it for WhatsApp is taken, and its mark given back', async () => {
    const person = await acquainted();
    const { status, body } = await story.api<{ id: string }>('POST', 'messages', {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: person.number,
      text: { body: 'Sans type' },
      biz_opaque_callback_data: 'commande-42',
    });
    expect(status).toBe(202);
    const [message] = await person.receive();
    expect(message?.body).toMatchObject({ type: 'text', text: { body: 'Sans type' } });
    // At WhatsApp the mark is ours: by it reports find the message.
    expect(message?.body['biz_opaque_callback_data']).toBe(body.id);
    expect((await story.api('GET', `messages/${body.id}`)).body).toMatchObject({
      callbackData: 'commande-42',
    });
  });

  it('a reaction and an answer say to which message they belong', async () => {
    const person = newcomer();
    const { id } = await person.say({ type: 'text', text: 'Bonjour' });
    await person.receive();
    await post(person.number, 'reaction', { message_id: id, emoji: '👍' });
    await post(person.number, 'text', { body: 'Oui ?' }, { context: { message_id: id } });
    const [reaction, answer] = await person.receive(2);
    expect(reaction?.body['reaction']).toEqual({ message_id: id, emoji: '👍' });
    expect(answer?.body['context']).toEqual({ message_id: id });
  });

  it.each([
    [
      'text',
      { body: 'x'.repeat(4097) },
      'text.body',
      /4[\s\u202f]?096.*4[\s\u202f]?097|4[\s\u202f]?097.*4[\s\u202f]?096/,
    ],
    [
      'interactive',
      {
        type: 'button',
        body: { text: 'a' },
        action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'un titre bien trop long' } }] },
      },
      'interactive.action.buttons[0].reply.title',
      /20.*23|23.*20/,
    ],
    [
      'image',
      { link: 'https://exemple.cd/a.jpg', caption: 'x'.repeat(1_030) },
      'image.caption',
      /1[\s\u202f]?024.*1[\s\u202f]?030|1[\s\u202f]?030.*1[\s\u202f]?024/,
    ],
  ])(
    '%s over a limit is refused with the field, the limit and the length, and nothing is queued',
    async (type, content, field, words) => {
      const person = await acquainted();
      const { status, body } = await post(person.number, type, content);
      expect([status, body.code]).toEqual([400, 'whatsapp.content']);
      expect(body.errors?.map((error) => error.field.replace(/\.(\d+)\./g, '[$1].'))).toEqual([field]);
      expect(body.errors?.[0]?.message).toMatch(words);
      expect(await person.all()).toHaveLength(1);
    },
  );

  it('a file that nobody handed in is refused, with its field', async () => {
    const person = await acquainted();
    const { status, body } = await post(person.number, 'image', {
      id: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11',
    });
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([400, 'whatsapp.content', 'image.id']);
  });

  it('a long text is split where it was asked for, and the parts come in their order', async () => {
    const person = await acquainted();
    const text = Array.from({ length: 250 }, (_, n) => `Voici la phrase numéro ${n}.`).join(' ');
    const { body } = await post(person.number, 'text', { body: text }, { split: true });
    const parts = (await person.receive(2)).map(wordsOf);
    expect(parts.join(' ')).toBe(text);
    expect((body as unknown as { ids: string[] }).ids).toHaveLength(2);
  });

  it('the same key gives the same message, and another content with it is refused', async () => {
    const person = await acquainted();
    const key = { 'idempotency-key': 'commande-42' };
    const both = await Promise.all([
      post(person.number, 'text', { body: 'Une fois' }, { headers: key }),
      post(person.number, 'text', { body: 'Une fois' }, { headers: key }),
    ]);
    const again = await post(person.number, 'text', { body: 'Une fois' }, { headers: key });
    expect(new Set([...both, again].map(({ body }) => body.id)).size).toBe(1);
    expect((await post(person.number, 'text', { body: 'Autre' }, { headers: key })).body.code).toBe(
      'whatsapp.key-reused',
    );
    const { id } = (await post(person.number, 'text', { body: 'fin' })).body;
    await settled(id, 'sent', 'delivered', 'read');
    expect((await person.all()).map(wordsOf).filter((text) => text === 'Une fois')).toHaveLength(1);
  });

  it('what is planned leaves at its time, and can be called off before', async () => {
    const person = await acquainted();
    const later = (ms: number) => ({ sendAt: new Date(Date.now() + ms).toISOString() });
    const soon = await post(person.number, 'text', { body: 'tout de suite' }, later(2_000));
    const never = await post(person.number, 'text', { body: 'jamais' }, later(600_000));
    expect([soon.body.state, never.body.state]).toEqual(['scheduled', 'scheduled']);
    expect((await story.api('POST', `messages/${never.body.id}/cancel`)).body['state']).toBe('cancelled');
    const [arrived] = await person.receive();
    expect(wordsOf(arrived)).toBe('tout de suite');
    expect((await story.api('POST', `messages/${soon.body.id}/cancel`)).body['code']).toBe(
      'whatsapp.not-cancellable',
    );
  });

  it('who never wrote gets templates only: a text is refused, or its template goes', async () => {
    const stranger = newcomer();
    await story.simulator.control('POST', 'phones', { number: stranger.number });
    const refused = await post(stranger.number, 'text', { body: 'Bonjour' });
    expect([refused.status, refused.body.code]).toEqual([409, 'whatsapp.window-closed']);
    const fallbackTemplate = {
      name: 'rappel_ciu',
      language: { code: 'fr' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Awa' },
            { type: 'text', text: 'X' },
          ],
        },
      ],
    };
    const nameless = { ...fallbackTemplate, components: [] };
    const fieldsOf = ({ body }: { body: { errors?: { field: string }[] } }) =>
      body.errors?.map(({ field }) => field);
    const faulty = await post(stranger.number, 'template', nameless);
    expect(fieldsOf(faulty)).toEqual(['template.components']);
    const [first] = fallbackTemplate.components[0]?.parameters ?? [];
    const half = { ...fallbackTemplate, components: [{ type: 'body', parameters: [first] }] };
    expect(fieldsOf(await post(stranger.number, 'template', half))?.[0]).toMatch(/^template\.components\.0/);
    expect(fieldsOf(await post(stranger.number, 'template', { ...nameless, name: 'de_personne' }))).toEqual([
      'template.name',
    ]);
    const instead = await post(stranger.number, 'text', { body: 'a' }, { fallbackTemplate: nameless });
    expect(fieldsOf(instead)).toEqual(['fallbackTemplate.components']);
    const sent = await post(stranger.number, 'text', { body: 'Bonjour' }, { fallbackTemplate });
    expect([sent.status, sent.body.fallback]).toEqual([202, true]);
    const [message] = await stranger.receive();
    expect(message?.body['template']).toEqual(fallbackTemplate);
    const purpose = await story.api('PUT', 'messages/purposes/rappel', {
      name: 'rappel_ciu',
      language: 'fr',
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Awa' },
            { type: 'text', text: '{{text}}' },
          ],
        },
      ],
    });
    expect(purpose.status).toBe(200);
    await post(stranger.number, 'text', { body: 'KIN-7' }, { purpose: 'rappel' });
    const [byPurpose] = await stranger.receive();
    expect(JSON.stringify(byPurpose?.body['template'])).toContain('KIN-7');
  });

  it.each(['STOP', 'Tika kotinda', 'Simamisha'])(
    'who writes « %s » gets nothing more that was not asked for',
    async (word) => {
      const person = await acquainted();
      await person.write(word);
      const refused = await post(person.number, 'text', { body: 'Bonjour' });
      expect([refused.status, refused.body.code]).toEqual([409, 'whatsapp.opted-out']);
      await person.write('menu');
      expect((await post(person.number, 'text', { body: 'Re-bonjour' })).status).toBe(202);
    },
  );

  const advertise = (to: string) =>
    post(to, 'template', {
      name: 'bienvenue',
      language: { code: 'fr' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Grâce' }] }],
    });

  it('who switched advertising off in WhatsApp gets none, and everything else', async () => {
    const person = await acquainted();
    const marketing = () => advertise(person.number);
    expect((await marketing()).status).toBe(202);
    await person.receive();
    await story.simulator.control('POST', `phones/${person.number}/changes`, {
      type: 'marketing',
      value: 'stop',
    });
    await until('the wish is known', async () => (await marketing()).status === 409);
    expect((await marketing()).body.code).toBe('whatsapp.opted-out');
    expect((await post(person.number, 'text', { body: 'Votre commande est prête.' })).status).toBe(202);
    await story.simulator.control('POST', `phones/${person.number}/changes`, {
      type: 'marketing',
      value: 'resume',
    });
    await until('the wish is known', async () => (await marketing()).status === 202);
  });

  it('the button « Stop promotions » beneath advertising does the same, and says so once', async () => {
    let presses = 0;
    const person = await acquainted();
    const marketing = () => advertise(person.number);
    expect((await marketing()).status).toBe(202);
    await person.receive();
    const press = async (text: string) => {
      presses += 1;
      const tapped = {
        from: person.number.replace('+', ''),
        id: `wamid.press-${person.number}-${presses}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'button',
        button: { payload: text, text },
      };
      const value = {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '243', phone_number_id: NUMBER },
        contacts: [{ wa_id: tapped.from, profile: { name: 'Awa' } }],
        messages: [tapped],
      };
      const body = {
        object: 'whatsapp_business_account',
        entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
      };
      expect(await story.simulator.control('POST', 'webhooks', { body })).toMatchObject({ answer: 200 });
      return wordsOf((await person.receive())[0]);
    };
    expect(await press('Arrêter les promotions')).toMatch(/plus de promotions/u);
    expect((await marketing()).body.code).toBe('whatsapp.opted-out');
    expect((await post(person.number, 'text', { body: 'Votre commande est prête.' })).status).toBe(202);
    await person.receive();
    expect(await press('Reprendre les promotions')).toMatch(/de nouveau les promotions/u);
    expect((await marketing()).status).toBe(202);
  });

  it('a report that comes before the send call has returned counts, and so do those that come twice and turned round', async () => {
    const person = await acquainted();
    await story.simulator.control('PATCH', 'options', {
      statuses: { mode: 'on', delaysMs: { sent: 0, delivered: 10, read: 20 }, copies: 2, reversed: true },
    });
    await story.fault({ kind: 'cut', accept: true, on: 'messages', to: person.number });
    const { body } = await post(person.number, 'text', { body: 'coupé' });
    const done = await settled(body.id, 'read');
    expect(done.events.map(({ state }) => state)).toEqual(expect.arrayContaining(['delivered', 'read']));
    expect((await person.all()).map(wordsOf).filter((text) => text === 'coupé')).toHaveLength(1);
    await story.simulator.control('PATCH', 'options', {
      statuses: { ...PROMPT, copies: 1, reversed: false },
    });
  });

  it('a number without WhatsApp is told in words with advice', async () => {
    const person = await acquainted();
    await story.fault({ kind: 'fail', code: 131026, on: 'messages', to: person.number });
    const { body } = await post(person.number, 'text', { body: 'perdu' });
    const { error } = await settled(body.id, 'failed');
    expect(error).toMatchObject({ code: '131026' });
    expect(error?.meaning.length).toBeGreaterThan(10);
    expect(error?.advice.length).toBeGreaterThan(10);
  });

  it('one message tells its story from webhook to reply', async () => {
    const person = await acquainted();
    await until('the reply is out', async () => (await person.all()).length === 1);
    const contact = await story.api<{ items: { id: string }[] }>('GET', `contacts?q=${person.number}`);
    const { body } = await story.api<{ items: Story[] }>(
      'GET',
      `messages?direction=in&contactId=${contact.body.items[0]?.id}`,
    );
    const story1 = (await tell(body.items[0]?.id ?? '')).body;
    expect(story1).toMatchObject({
      direction: 'in',
      state: 'received',
      content: { kind: 'text', text: 'Bonjour' },
    });
    const [reply] = story1.replies;
    expect((await settled(reply?.id ?? '', 'read')).causeId).toBe(story1.id);
  });

  it('a picture that a person sends can be had, byte for byte; one that is handed in arrives', async () => {
    const person = newcomer();
    await person.say({
      type: 'image',
      base64: PIXEL.toString('base64'),
      mime: 'image/png',
      caption: 'ma carte',
    });
    await person.receive();
    const contact = await story.api<{ items: { id: string }[] }>('GET', `contacts?q=${person.number}`);
    const { body } = await story.api<{ items: Story[] }>(
      'GET',
      `messages?direction=in&contactId=${contact.body.items[0]?.id}`,
    );
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    const file = await fetch(`${story.server.address}/api/messages/${body.items[0]?.id}/media`, { headers });
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await file.arrayBuffer()).equals(PIXEL)).toBe(true);
    const uploaded = await fetch(`${story.server.address}/api/media?filename=carte.png`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'image/png' },
      body: PIXEL,
    });
    expect(uploaded.status).toBe(201);
    const { id, sha256 } = (await uploaded.json()) as { id: string; sha256: string };
    expect(sha256).toBe(createHash('sha256').update(PIXEL).digest('hex'));
    await post(person.number, 'image', { id, caption: 'La voici' });
    const [image] = await person.receive();
    const sent = image?.body['image'] as { id: string; caption: string };
    expect(sent.caption).toBe('La voici');
    const back = await fetch(`${story.simulator.address}/sim/media/${sent.id}`);
    expect(Buffer.from(await back.arrayBuffer()).equals(PIXEL)).toBe(true);
  });

  it('people without a visible number are people: they are answered, written to and found', async () => {
    const number = '243822009999';
    const { userId } = await story.simulator.control<{ userId: string }>('POST', 'phones', {
      number,
      hidden: true,
    });
    await story.simulator.write(number, 'Bonjour');
    const [menu] = await sentTo(userId, 1);
    expect([menu?.body['to'], menu?.body['recipient']]).toEqual([undefined, userId]);
    const { body } = await story.api<{ items: { id: string; phone: string | null; contactId: string }[] }>(
      'GET',
      'conversations?limit=5',
    );
    const thread = body.items.find(({ phone }) => phone === null);
    expect(thread).toBeDefined();
    expect((await post(thread?.contactId ?? '', 'text', { body: 'Oui' })).status).toBe(202);
    expect((await post(userId, 'text', { body: 'Encore' })).status).toBe(202);
    const all = await sentTo(userId, 3);
    expect(all.map(wordsOf).slice(1)).toEqual(['Oui', 'Encore']);
  });

  it('who changes the number keeps the conversation', async () => {
    const person = await acquainted();
    const before = await story.api<{ items: { id: string }[] }>('GET', `contacts?q=${person.number}`);
    await story.simulator.control('POST', `phones/${person.number}/changes`, {
      type: 'number',
      number: '243822007777',
    });
    const moved = new Correspondent('243822007777', story);
    const known = (await moved.all()).length;
    await moved.say({ type: 'text', text: 'menu' });
    await until('an answer', async () => (await moved.all()).length > known);
    const after = await story.api<{ items: { id: string }[] }>('GET', 'contacts?q=243822007777');
    expect(after.body.items[0]?.id).toBe(before.body.items[0]?.id);
    const threads = await story.api<{ items: { phone: string }[] }>('GET', 'conversations?q=243822007777');
    expect(threads.body.items).toHaveLength(1);
  });

  it('a number of somebody else is kept and shown, not processed', async () => {
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550000000', phone_number_id: '999000999' },
      contacts: [{ profile: { name: 'X' }, wa_id: '243822006666' }],
      messages: [
        {
          from: '243822006666',
          id: 'wamid.strange',
          timestamp: '1793527200',
          type: 'text',
          text: { body: 'Bonjour' },
        },
      ],
    };
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    };
    const { answer } = await story.simulator.control<{ answer: number }>('POST', 'webhooks', { body });
    expect(answer).toBe(200);
    const kept = await story.settled<{ items: { number: string }[] }>(
      'inbox?state=kept',
      ({ items }) => items.length > 0,
    );
    expect(kept.items.map(({ number }) => number)).toContain('999000999');
    const sent = await story.simulator.control<{ items: Wired[] }>('GET', 'sent?to=243822006666');
    expect(sent.items).toEqual([]);
  });

  it('says nothing of people and what was written, neither in its log nor in its figures', async () => {
    const metrics = await (await fetch(`${story.server.address}/metrics`)).text();
    for (const text of [story.server.output, metrics])
      expect(text).not.toMatch(/24382200\d{4}|KIN-7|Awa|MBEIBR7DA1|Une fois|carte\.png|EAAtest|okapi/);
  });

  it('the eight figures count all of it, of this number as of all', async () => {
    // Counted when the server starts, and then every minute.
    await story.server.stop();
    await story.server.start();
    const names = [
      'received',
      'sent',
      'assistantAnswers',
      'handovers',
      'responseRate',
      'averageResponseSeconds',
      'errorRate',
      'deliveryRate',
    ];
    for (const query of ['', `?number=${NUMBER}`]) {
      const { figures } = await story.settled<{ figures: Record<string, { value: number | null }> }>(
        `metrics/summary${query}`,
        (body) => (body.figures['sent']?.value ?? 0) > 5,
      );
      expect(Object.keys(figures)).toEqual(expect.arrayContaining(names));
      expect(figures['responseRate']?.value).toBeGreaterThan(0.5);
      expect(figures['averageResponseSeconds']?.value).toBeLessThan(5);
      expect(figures['deliveryRate']?.value).toBeGreaterThan(0.5);
    }
  });
});
