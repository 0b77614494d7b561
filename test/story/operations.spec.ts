import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.js';
import {
  Correspondent,
  type Json,
  MessagingStory,
  Receiver,
  titlesOf,
  type Wired,
  wordsOf,
} from './messaging-process.js';
import { NUMBER } from './server-process.js';

const THEIRS = '300000000000009';
const OTHER = '300000000000001';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

const byWord = (a: string, b: string) => a.localeCompare(b);

describe('a house that is watched', () => {
  const team = new Receiver();
  const collector = new Receiver();
  let story: MessagingStory;
  let serial = 0;
  const newcomer = () => new Correspondent(`24383300${String((serial += 1)).padStart(4, '0')}`, story);

  beforeAll(async () => {
    const [address, endpoint] = await Promise.all([team.start(), collector.start()]);
    story = await MessagingStory.open({
      ALERT_WEBHOOK_URL: `${address}/alerts`,
      HANDOVER_WEBHOOK_URL: `${address}/handovers`,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    });
  });
  afterAll(async () => {
    await story.close();
    await Promise.all([team.stop(), collector.stop()]);
  });

  const spans = () =>
    collector.posts.flatMap(({ body }) =>
      (body as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
      ),
    );

  it('one trace leads from the webhook over the turn to the reply', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    const names = ['whatsapp.receive', 'conversations.turn', 'whatsapp.send'];
    await until(
      'the collector has the whole way',
      () => names.every((name) => spans().some((span) => span.name === name)),
      20_000,
    );
    const way = names.map((name) => spans().find((span) => span.name === name));
    expect(new Set(way.map((span) => span?.traceId)).size).toBe(1);
    expect(way.slice(1).map((span) => span?.parentSpanId)).toEqual(
      way.slice(0, 2).map((span) => span?.spanId),
    );
    expect(JSON.stringify(collector.posts.map(({ body }) => body))).not.toMatch(/24383300|Bonjour/);
  });

  it('a template goes before the house has its own list of them: WhatsApp judges', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    const template = { name: 'hello_world', language: { code: 'en_US' } };
    const sent = await story.api('POST', 'messages', { to: person.number, type: 'template', template });
    expect(sent.status).toBe(202);
    expect((await person.receive())[0]?.body['template']).toMatchObject(template);
  });

  it('a second account has its own secret, token and entry', async () => {
    await story.simulator.control('POST', 'accounts', {
      businessAccountId: THEIRS,
      appSecret: 'their-app-secret',
      accessToken: 'EAAtheirs',
      numbers: [{ phoneNumberId: OTHER }],
    });
    const added = await story.api('POST', 'accounts', {
      channel: 'meta',
      id: THEIRS,
      label: 'Programme B',
      numbers: [{ id: OTHER }],
      secrets: { accessToken: 'EAAtheirs', appSecret: 'their-app-secret' },
    });
    expect(added.status).toBe(201);
    expect((await story.api('PATCH', `numbers/${OTHER}`, { entryFlow: 'uic' })).body['entryFlow']).toBe(
      'uic',
    );
    const [one, two] = [newcomer(), newcomer()];
    await one.say({ type: 'text', text: 'Bonjour', to: OTHER });
    await two.say({ type: 'text', text: 'Bonjour', to: NUMBER });
    expect(wordsOf((await one.receive())[0])).toContain('Acceptez-vous');
    expect(titlesOf((await two.receive())[0])).toContain('Recevoir mon code');
    const numbers = await story.api<{ items: { id: string; entryFlow: string | null }[] }>('GET', 'numbers');
    expect(numbers.body.items.map(({ id }) => id)).toEqual(expect.arrayContaining([NUMBER, OTHER]));
  });

  it('of a dead token the team hears once, and once when it is over; nobody’s message is lost', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    await story.simulator.control('PATCH', 'tokens/1', { dead: 463 });
    for (const text of ['menu', 'menu', 'menu']) await person.say({ type: 'text', text });
    const told = (event: string) =>
      team.at('/alerts').filter((news) => news['event'] === event && JSON.stringify(news).includes('token'));
    await until('the team hears of it', () => told('problem.opened').length > 0);
    const open = await story.settled<{ items: Json[] }>(
      'errors?open=true&critical=true',
      ({ items }) => items.length > 0,
    );
    const problem = open.items.find(({ key }) => String(key).startsWith('token'));
    expect(problem).toMatchObject({ critical: true, closedAt: null });
    expect(String(problem?.['title']).length).toBeGreaterThan(10);
    expect(problem?.['en']).toMatchObject({ advice: expect.stringContaining('Provide a new token') });
    expect(await person.all()).toHaveLength(1);
    await story.simulator.control('POST', 'tokens', { value: 'EAAfresh', kind: 'never-expiring' });
    const updated = await story.api('POST', 'wallet/update-whatsapp-token', { accessToken: 'EAAfresh' });
    expect([updated.status, updated.body['state']]).toEqual([200, 'valid']);
    expect((await person.receive(3)).map(titlesOf)).toEqual(
      Array.from({ length: 3 }, () => expect.arrayContaining(['Recevoir mon code'])),
    );
    await until('the team hears that it is over', () => told('problem.closed').length > 0);
    expect([told('problem.opened').length, told('problem.closed').length]).toEqual([1, 1]);
    const over = await story.api<{ items: Json[] }>('GET', 'errors?open=false');
    expect(over.body.items.map(({ key }) => key)).toContain(problem?.['key']);
  });

  it('two machines that answer each other come to rest', async () => {
    const machine = newcomer();
    let answered = 0;
    let at = 0;
    const deadline = Date.now() + 20_000;
    await machine.say({ type: 'text', text: 'Votre message a bien été reçu.' });
    while (Date.now() < deadline && answered < 60) {
      const news: Wired[] = (await machine.all()).slice(at);
      at += news.length;
      if (news.length === 0 && answered > 0) {
        await pause(1_000);
        if ((await machine.all()).length === at) break;
      }
      for (const _ of news) {
        answered += 1;
        await machine.say({ type: 'text', text: 'Votre message a bien été reçu.' });
      }
    }
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(40);
  }, 30_000);

  it('a cart in two currencies, and one with nothing that is sold, end in words', async () => {
    await story.api('PUT', 'catalog/products', {
      products: [
        { sku: 'A', name: 'Lampe', price: '12.50', currency: 'USD' },
        { sku: 'B', name: 'Riz', price: '14000', currency: 'CDF' },
      ],
    });
    const buyer = newcomer();
    await buyer.say({ type: 'order', catalog: '1', items: [{ product: 'A' }, { product: 'B' }] });
    expect(wordsOf((await buyer.receive())[0])).toContain('autre monnaie');
    const other = newcomer();
    await other.say({ type: 'order', catalog: '1', items: [{ product: 'UNKNOWN' }] });
    expect(wordsOf((await other.receive())[0])).toContain('vide');
  });

  it('messages that no bot can read are kept and shown as what they are', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    const [first] = await person.all();
    await person.say({ type: 'reaction', messageId: first?.id, emoji: '👍' });
    await person.say({ type: 'reaction', messageId: first?.id });
    const { id } = await person.say({ type: 'text', text: 'brouillon' });
    await person.say({ type: 'edit', messageId: id, text: 'corrigé' });
    const { id: regretted } = await person.say({ type: 'text', text: 'à retirer' });
    await person.say({ type: 'revoke', messageId: regretted });
    await person.say({ type: 'location', latitude: -4.32, longitude: 15.31, label: 'Chez moi' });
    await person.say({ type: 'contacts', people: [{ name: 'Awa', phone: '+243810000002' }] });
    await person.say({ type: 'unsupported', what: 'poll' });
    const contact = await story.api<{ items: { id: string }[] }>('GET', `contacts?q=${person.number}`);
    const { items } = await story.settled<{ items: { type: string; id: string }[] }>(
      `messages?direction=in&contactId=${contact.body.items[0]?.id}`,
      ({ items: found }) => found.length >= 10,
    );
    const messages = await Promise.all(
      items.map(
        async ({ id: own }) =>
          (await story.api<{ content?: Json; contentState: string }>('GET', `messages/${own}`)).body,
      ),
    );
    const contents = messages.map(({ content }) => content);
    expect(messages.filter(({ content }) => content === undefined)).toMatchObject([
      { contentState: 'deleted' },
    ]);
    expect(
      contents
        .map((content) => (content === undefined ? 'deleted' : String(content['kind'])))
        .toSorted(byWord),
    ).toEqual(
      [
        'contacts',
        'deleted',
        'edit',
        'location',
        'reaction',
        'reaction',
        'revoke',
        'text',
        'text',
        'unsupported',
      ].toSorted(),
    );
    expect(contents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'reaction', emoji: '👍', target: first?.id }),
        expect.objectContaining({ kind: 'edit', target: id, content: { kind: 'text', text: 'corrigé' } }),
        expect.objectContaining({ kind: 'location', name: 'Chez moi' }),
        expect.objectContaining({ kind: 'unsupported', what: 'poll' }),
      ]),
    );
  });

  it('all that is kept on somebody can be had, and erased', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    const kept = await story.api<{ contact: Json; messages: Json[] }>(
      'GET',
      `contacts/${person.number}/export`,
    );
    expect([kept.status, kept.body.messages.length]).toEqual([200, 2]);
    expect((await story.api('DELETE', `contacts/${person.number}`)).status).toBe(200);
    expect((await story.api('GET', `contacts/${person.number}/export`)).status).toBe(404);
  });

  it('says nothing of people and secrets, neither in its log nor in its figures nor to the team', async () => {
    const metrics = await (await fetch(`${story.server.address}/metrics`)).text();
    for (const text of [story.server.output, metrics, JSON.stringify(team.posts)])
      expect(text).not.toMatch(/24383300\d{4}|brouillon|Chez moi|bien été reçu|EAA\w|their-app-secret/);
  });
});
