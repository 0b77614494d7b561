import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { answered, FakeAssistant } from '../../src/assistant/assistant.fake.js';
import { FakeCatalog, product } from '../../src/catalog/catalog.fake.js';
import { OrderConfirmed } from '../../src/conversations/conversations.contract.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { OrderRow } from '../../src/conversations/orders/order.entity.js';
import { OrderRepository } from '../../src/conversations/orders/order.repository.js';
import { OrderDesk } from '../../src/conversations/orders/order-desk.service.js';
import { OrderNews } from '../../src/conversations/orders/order-news.service.js';
import { QuestionRow } from '../../src/conversations/questions/question.entity.js';
import { Secret } from '../../src/kernel/secret.js';
import { Settings } from '../../src/platform/config/settings.js';
import { Events } from '../../src/platform/events/events.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import type { InboundContent, OutboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { type InboundMessage, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import type { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';
import { selling } from './threads-ground.js';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

const wordsOf = (content: OutboundContent): string =>
  ('text' in content && content.text !== undefined ? content.text : content.kind).replaceAll('\u00a0', ' ');

describeEachDatabase('orders and free questions', (open) => {
  const catalog = new FakeCatalog();
  const assistant = new FakeAssistant();
  const ground = open(selling(catalog, assistant));
  let serial = 0;
  let who = '';

  beforeAll(() => ground.module.init());
  beforeEach(() => {
    serial += 1;
    who = `buyer-${serial}`;
    catalog.items = [
      product({ sku: 'PARA', name: 'Paracétamol', price: '1.50', stock: 100 }),
      product({ sku: 'MOUS', name: 'Moustiquaire', price: '5.00', stock: 3 }),
    ];
    assistant.isUseful = true;
    assistant.reply = answered('Oui, nous en avons.');
    Object.assign(door(), { drafts: [], submissions: [], read: [] });
  });

  const door = () => ground.get<WhatsAppFake>(WhatsApp as never);

  function from(words: string | InboundContent): InboundMessage {
    serial += 1;
    const content: InboundContent = typeof words === 'string' ? { kind: 'text', text: words } : words;
    return { id: `message-${serial}`, contactId: who, channel: 'test', number: '1', at: new Date(), content };
  }
  const handle = (...batch: InboundMessage[]) =>
    ground.database.transaction(() => ground.get(ConversationsService).handle(batch));
  async function says(...words: (string | InboundContent)[]): Promise<string> {
    const before = door().drafts.length;
    for (const each of words) await handle(from(each));
    return door()
      .drafts.slice(before)
      .map(({ content }) => wordsOf(content))
      .join(' / ');
  }
  const cart = (...lines: [string, number][]): InboundContent => ({
    kind: 'order',
    catalogId: 'c',
    lines: lines.map(([productId, quantity]) => ({ productId, quantity, price: '0.01', currency: 'EUR' })),
  });
  const orders = () => ground.database.manager.find(OrderRow, { where: { contactId: who } });

  it('have tables that fit the entities', () => expectNoDrift(ground));

  it('a cart is priced by the catalogue, confirmed once, and nobody reads its lines in the database', async () => {
    expect(await says(cart(['PARA', 2], ['MOUS', 1]))).toContain('*Total : 8,00 $US*');
    expect(await says('oui')).toMatch(/C’est confirmé, merci ! Votre commande \*[2-9A-Z]{6}\*/);
    const [row] = await orders();
    expect(row).toMatchObject({ state: 'CONFIRMED', total: '8.00', currency: 'USD' });
    expect(row?.lines).not.toContain('Paracétamol');
  });

  it('two taps on Confirmer at the same moment confirm one order', async () => {
    await says(cart(['PARA', 2]));
    const [draft] = await orders();
    const tap: InboundContent = {
      kind: 'tap',
      id: `${draft?.id}.order.confirm`,
      title: 'Confirmer',
      on: 'button',
    };
    const published: object[] = [];
    const events = ground.get(Events);
    const publish = events.publish.bind(events);
    jest.spyOn(events, 'publish').mockImplementation((event) => {
      published.push(event);
      return publish(event);
    });
    await handle(from(tap), from(tap));
    expect(published).toEqual([new OrderConfirmed(draft?.id ?? '')]);
    expect(await says('mes commandes')).toContain('confirmée');
  });

  it('a price that moved is shown again before anything is confirmed', async () => {
    await says(cart(['PARA', 2]));
    catalog.items = [product({ sku: 'PARA', name: 'Paracétamol', price: '2.00', stock: 100 })];
    expect(await says('oui')).toMatch(/mise à jour.*4,00 \$US/su);
    expect((await orders())[0]?.state).toBe('DRAFT');
    expect(await says('oui')).toContain('C’est confirmé');
  });

  it('another person’s order can neither be confirmed nor cancelled', async () => {
    await says(cart(['PARA', 2]));
    const [draft] = await orders();
    const owner = who;
    who = `${owner}-other`;
    const tap = (value: string): InboundContent => ({
      kind: 'tap',
      id: `${draft?.id}.order.${value}`,
      title: 'x',
      on: 'button',
    });
    expect(await says(tap('confirm'))).toContain('n’est plus ouverte');
    await says(tap('cancel'));
    who = owner;
    expect((await orders())[0]?.state).toBe('DRAFT');
  });

  it('an order moves on in its order only, and its buyer is told, by a template where the window is closed', async () => {
    await says(cart(['PARA', 2]), 'oui');
    const [row] = await orders();
    const desk = ground.get(OrderDesk);
    const { order, notice } = await desk.move(row?.id ?? '', 'shipped', true);
    expect(order.state).toBe('SHIPPED');
    expect(notice).toEqual({ told: true, messageId: expect.any(String) as string });
    expect(door().submissions.at(-1)).toMatchObject({
      to: { contactId: who },
      purpose: 'order-status',
      content: { kind: 'text', text: expect.stringContaining('en route') as string },
    });
    await expect(desk.move(row?.id ?? '', 'preparing', true)).rejects.toMatchObject({ code: 'orders.stuck' });
    await desk.move(row?.id ?? '', 'cancelled', false);
    await expect(desk.move(row?.id ?? '', 'delivered', true)).rejects.toMatchObject({ code: 'orders.stuck' });
  });

  it('the seller’s system is told of an order, signed, and again when it was out of order', async () => {
    const received: { signature: string; body: string }[] = [];
    let failures = 1;
    const server: Server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        failures -= 1;
        if (failures < 0)
          received.push({
            signature: String(request.headers['x-relais-signature']),
            body: Buffer.concat(parts).toString(),
          });
        response.writeHead(failures < 0 ? 200 : 500).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
    const settings = { orders: { webhook: { url, secret: new Secret('shared') } } } as Settings;
    const events = ground.get(Events);
    new OrderNews(ground.get(OrderRepository), door(), events, settings).onModuleInit();
    door().people.set(who, {
      id: who,
      phone: '243810000042',
      userId: null,
      name: 'Anna',
      optedOut: false,
      marketingOptedOut: false,
    });
    await says(cart(['MOUS', 1]), 'oui');
    await until('the news is there', () => received.length === 1);
    server.close();
    expect(received[0]?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({
      event: 'order.confirmed',
      order: { total: '5.00', lines: [{ sku: 'MOUS', quantity: 1 }], buyer: { phone: '243810000042' } },
    });
  });

  it('a free question is answered outside the turn, once, and the person sees that somebody writes', async () => {
    expect(await says('Avez-vous quelque chose contre la fièvre ?')).toBe('');
    await until('the answer is there', () => door().drafts.length === 1);
    expect(door().drafts[0]).toMatchObject({
      contactId: who,
      flow: 'assistant',
      causeId: `message-${serial}`,
    });
    expect(wordsOf(door().drafts[0]!.content)).toContain('Oui, nous en avons.');
    expect(door().read).toContainEqual({ messageId: `message-${serial}`, typing: true });
    await until('the question is gone', async () => {
      return (await ground.database.manager.countBy(QuestionRow, { contactId: who })) === 0;
    });
  });

  it('the assistant hears what was said before, and nothing of who says it', async () => {
    const at = new Date();
    const line = { state: 'x', type: 'text', isPrivate: false, origin: null, at, files: [] };
    door().lines.set(who, [
      { ...line, id: 'a', direction: 'out', content: { kind: 'text', text: 'Bonjour !' } },
      { ...line, id: '0', direction: 'in', content: { kind: 'text', text: 'MBE' }, isPrivate: true },
    ]);
    await says('Et pour les enfants ?');
    await until('the answer is there', () => door().drafts.length === 1);
    const question = assistant.questions.at(-1);
    expect(question).toMatchObject({ text: 'Et pour les enfants ?', language: 'fr' });
    expect(question?.history).toEqual([{ who: 'house', text: 'Bonjour !' }]);
    expect(await question?.orders()).toEqual([]);
  });

  it('an assistant that fails leaves nobody without an answer', async () => {
    assistant.reply = { outcome: 'failed', because: 'timeout' };
    await says('Quelle heure est-il là-bas ?');
    await until('the apology is there', () => door().drafts.length === 1);
    expect(wordsOf(door().drafts[0]!.content)).toContain('je ne peux pas répondre en ce moment');
  });

  it('an assistant that throws is asked again', async () => {
    let calls = 0;
    assistant.reply = () => {
      calls += 1;
      if (calls === 1) throw new Error('a defect');
      return answered('Maintenant, oui.');
    };
    await says('Une question difficile ?');
    await until('it was tried', () => calls === 1);
    await ground.database.manager.update(QuestionRow, { contactId: who }, { leasedUntil: null });
    ground.get(Jobs).wake('conversations.answer');
    await until('the answer is there', () => door().drafts.length === 1);
    expect(calls).toBe(2);
  });

  it('a question of somebody who is forgotten meanwhile gets no answer', async () => {
    let finish: () => void = () => undefined;
    assistant.reply = () => new Promise((done) => (finish = () => done(answered('Trop tard.'))));
    await says('Une question ?');
    await until('somebody is at it', () => assistant.questions.at(-1)?.personKey === who);
    await says('SUPPRIMER', 'oui');
    const said = door().drafts.length;
    finish();
    await until(
      'the question is gone',
      async () => (await ground.database.manager.countBy(QuestionRow, { contactId: who })) === 0,
    );
    expect(door().drafts).toHaveLength(said);
  });
});
