import { until } from '../until.js';
import {
  Correspondent,
  type Json,
  MessagingStory,
  Receiver,
  titlesOf,
  wordsOf,
} from './messaging-process.js';

interface Order {
  id: string;
  number: string;
  state: string;
  total: string;
  currency: string;
  lines: { sku: string; quantity: number; price: string; total: string }[];
}
interface List<T> {
  items: T[];
}
interface Conversation {
  id: string;
  status: string;
  unread: number;
  phone: string;
  name: string | null;
  handoverReason: string | null;
}

const PRODUCTS = [
  {
    sku: 'SAVON-250',
    name: 'Savon de Marseille 250 g',
    price: '1.50',
    currency: 'USD',
    stock: 40,
    category: 'Hygiène',
    description: 'Pour les mains et le linge.',
  },
  { sku: 'LAMPE-1', name: 'Lampe solaire', price: '12.50', currency: 'USD', stock: 3, category: 'Énergie' },
  { sku: 'RIZ-5', name: 'Riz 5 kg', price: '14000', currency: 'CDF', stock: null, category: 'Cuisine' },
];

describe('a shop and a desk behind one number', () => {
  const team = new Receiver();
  let story: MessagingStory;
  let serial = 0;
  const newcomer = () => new Correspondent(`24381100${String((serial += 1)).padStart(4, '0')}`, story);

  beforeAll(async () => {
    const address = await team.start();
    story = await MessagingStory.open({
      ALERT_WEBHOOK_URL: `${address}/alerts`,
      HANDOVER_WEBHOOK_URL: `${address}/handovers`,
      ORDER_WEBHOOK_URL: `${address}/orders`,
    });
  });
  afterAll(async () => {
    await story.close();
    await team.stop();
  });

  it('takes products by API', async () => {
    const { status, body } = await story.api('PUT', 'catalog/products', { products: PRODUCTS });
    expect([status, body['added'], body['failed']]).toEqual([200, 3, 0]);
  });

  it('a person goes from the menu to a confirmed order, and hears when it is on its way', async () => {
    const buyer = newcomer();
    const [menu] = await buyer.write('Bonjour');
    expect(titlesOf(menu)).toEqual([
      'Recevoir mon code',
      'Voir les produits',
      'Poser une question',
      'Parler à quelqu’un',
    ]);
    const [shelves] = await buyer.tap('Voir les produits');
    expect(titlesOf(shelves)).toEqual(expect.arrayContaining(['Cuisine', 'Énergie', 'Hygiène']));
    const [soaps] = await buyer.tap('Hygiène');
    const [product] = await buyer.tap(titlesOf(soaps)[0] ?? '');
    expect(wordsOf(product)).toContain('Savon de Marseille');
    await buyer.tap('Commander');
    const [recap] = await buyer.write('2');
    expect(wordsOf(recap)).toMatch(/3,00/);
    expect(titlesOf(recap)).toEqual(['Confirmer', 'Modifier', 'Annuler']);
    const [thanks] = await buyer.tap('Confirmer');
    const { body } = await story.api<List<Order>>('GET', 'orders');
    const [order] = body.items;
    expect(order).toMatchObject({ state: 'confirmed', total: '3.00', currency: 'USD' });
    expect(order?.lines).toMatchObject([{ sku: 'SAVON-250', quantity: 2, price: '1.50', total: '3.00' }]);
    expect(wordsOf(thanks)).toContain(order?.number);
    const moved = await story.api('POST', `orders/${order?.id}/state`, { state: 'shipped' });
    expect([moved.status, moved.body['state'], (moved.body['notice'] as Json)['told']]).toEqual([
      200,
      'shipped',
      true,
    ]);
    const [news] = await buyer.receive();
    expect(wordsOf(news)).toContain('en route');
    expect(wordsOf(news)).toContain(order?.number);
    await until('the shop’s own program is told', () => team.at('/orders').length >= 2);
    expect(JSON.stringify(team.at('/orders')[0])).toContain('SAVON-250');
  });

  it('a cart from WhatsApp is priced by the catalogue, whatever it says itself, and confirmed once', async () => {
    const buyer = newcomer();
    await buyer.say({
      type: 'order',
      catalog: '1',
      items: [
        { product: 'LAMPE-1', quantity: 5, price: 0.01, currency: 'USD' },
        { product: 'NOBODY-KNOWS', quantity: 1, price: 2, currency: 'USD' },
      ],
    });
    const [recap] = await buyer.receive();
    expect(wordsOf(recap)).toMatch(/37,50/);
    expect(wordsOf(recap)).toContain('NOBODY-KNOWS');
    expect(wordsOf(recap)).toContain('Il ne reste que 3');
    const [first] = await buyer.tap('Confirmer');
    const [second] = await buyer.write('Confirmer');
    const orders = await story.api<List<Order>>('GET', 'orders?state=confirmed');
    const [order] = orders.body.items;
    expect(orders.body.items.filter(({ total }) => total === '37.50')).toHaveLength(1);
    expect(wordsOf(first)).toContain(order?.number);
    expect(wordsOf(second)).not.toContain('enregistrée');
  });

  it('a code that was interrupted waits, and is offered again', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    await person.tap('Recevoir mon code');
    await person.tap('J’accepte');
    await person.write('Mbengue');
    const [shelves] = await person.write('produits');
    expect(titlesOf(shelves)).toContain('Hygiène');
    const [menu] = await person.write('menu');
    expect(titlesOf(menu)).toContain('Reprendre mon code');
    const [question] = await person.tap('Reprendre mon code');
    expect(wordsOf(question)).toContain('Question 2/5');
  });

  it('questions are answered from the catalogue where no model is configured', async () => {
    const person = newcomer();
    await person.write('Bonjour');
    await person.tap('Poser une question');
    const [answer] = await person.write('Vous avez des lampes solaires ?');
    expect(`${wordsOf(answer)} ${titlesOf(answer).join(' ')}`).toContain('Lampe solaire');
  });

  it('who asks for a person gets one: the bot is silent until the conversation is closed', async () => {
    const person = newcomer();
    const events = await listen(story);
    const sees = (words: string) => until(`who looks on sees ${words}`, () => events.text().includes(words));
    const [coming] = await person.write('parler à un humain');
    expect(wordsOf(coming)).toContain('personne de l’équipe');
    const waiting = await story.settled<List<Conversation>>('conversations?status=waiting', ({ items }) =>
      items.some(({ phone }) => phone === person.number),
    );
    const thread = waiting.items.find(({ phone }) => phone === person.number);
    expect(thread?.handoverReason).toBe('asked');
    await sees('"status":"waiting"');
    await sees('event: message');
    await until('the team is told', () =>
      team.at('/handovers').some((news) => JSON.stringify(news).includes(thread?.id ?? '-')),
    );
    expect(JSON.stringify(team.at('/handovers'))).not.toContain(person.number);
    await person.say({ type: 'text', text: 'Ma lampe ne marche plus' });
    const answered = await story.api('POST', `conversations/${thread?.id}/messages`, {
      text: 'Bonjour, ici Grâce. Depuis quand ?',
    });
    expect(answered.status).toBe(202);
    const [word] = await person.receive();
    expect(wordsOf(word)).toBe('Bonjour, ici Grâce. Depuis quand ?');
    await sees('"status":"human"');
    await person.say({ type: 'text', text: 'menu' });
    const lines = await story.settled<List<{ content: { text?: string } | null }>>(
      `conversations/${thread?.id}/messages`,
      ({ items }) => items.filter(({ content }) => content?.text === 'menu').length === 1,
    );
    expect(lines.items.map(({ content }) => content?.text)).toContain('Ma lampe ne marche plus');
    expect((await person.all()).length).toBe(2);
    expect((await story.api('POST', `conversations/${thread?.id}/close`)).body['status']).toBe('closed');
    await sees('"status":"closed"');
    const [menu] = await person.write('menu');
    expect(wordsOf(menu)).toContain('terminée');
    expect(titlesOf(menu)).toContain('Recevoir mon code');
    events.stop();
  });

  it('says nothing of people and what they wrote, neither in its log nor in its figures', async () => {
    const metrics = await (await fetch(`${story.server.address}/metrics`)).text();
    expect(metrics).toContain('relais_');
    for (const text of [story.server.output, metrics])
      expect(text).not.toMatch(/24381100\d{4}|Ma lampe|ici Grâce|SAVON-250|Savon de Marseille|EAAtest/);
  });
});

/** The live stream of conversations, as somebody at a desk has it open. */
async function listen({ server }: MessagingStory): Promise<{ text(): string; stop(): void }> {
  const { ADMIN_KEY } = await import('./server-process.js');
  const stopping = new AbortController();
  const answer = await fetch(`${server.address}/api/conversations/events`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    signal: stopping.signal,
  });
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? [])
      text += decoder.decode(chunk as Uint8Array, { stream: true });
  };
  read().catch(() => undefined);
  return { text: () => text, stop: () => stopping.abort() };
}
