import { Logger } from '@nestjs/common';
import { FakeAssistant } from '../../src/assistant/assistant.fake.js';
import { FakeCatalog, product } from '../../src/catalog/catalog.fake.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { UnshownProducts } from '../../src/conversations/unshown-products.service.js';
import { Events } from '../../src/platform/events/events.js';
import type { InboundContent, OutboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { type FailedMessage, MessageFailed, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import type { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { selling } from './threads-ground.js';

const CATALOG = '700000000000001';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('products on WhatsApp', (open) => {
  const catalog = new FakeCatalog();
  const ground = open(selling(catalog, new FakeAssistant()));
  let serial = 0;
  let who = '';
  const door = () => ground.get<WhatsAppFake>(WhatsApp as never);

  beforeAll(() => ground.module.init());
  beforeEach(() => {
    serial += 1;
    who = `buyer-${serial}`;
    catalog.shelves = [];
    catalog.onSale.clear();
    catalog.items = [
      product({ sku: 'PARA', name: 'Paracétamol', categoryId: 'soins', stock: 100 }),
      product({ sku: 'MOUS', name: 'Moustiquaire', stock: 3 }),
    ];
    const can = { buttons: 3, listRows: 10, media: true, products: true };
    Object.assign(door(), { drafts: [], catalogue: CATALOG, can });
  });

  async function says(content: InboundContent): Promise<OutboundContent[]> {
    serial += 1;
    const before = door().drafts.length;
    const about = { channel: 'test', number: '1', at: new Date() };
    const message = { ...about, id: `window-${serial}`, contactId: who, content };
    await ground.database.transaction(() => ground.get(ConversationsService).handle([message]));
    return door()
      .drafts.slice(before)
      .map((draft) => draft.content);
  }
  const products = () => says({ kind: 'text', text: 'produits' });
  const tap = (value: string) => says({ kind: 'tap', id: `-.shop.${value}`, title: 'x', on: 'list' });

  it('are shown by WhatsApp itself where the number has a catalogue that has them', async () => {
    catalog.onSale.add('PARA').add('MOUS');
    expect(await products()).toMatchObject([
      { kind: 'products', catalogId: CATALOG, sections: [{ productIds: ['PARA', 'MOUS'] }] },
    ]);
    expect(await tap('p:product-PARA')).toMatchObject([
      { kind: 'product', catalogId: CATALOG, productId: 'PARA' },
      { kind: 'buttons' },
    ]);
  });

  it('are shown as a list where it has none of them, has no catalogue, or cannot', async () => {
    const list = [{ kind: 'list', rows: [{ title: 'Paracétamol' }, { title: 'Moustiquaire' }] }];
    expect(await products()).toMatchObject(list);
    catalog.onSale.add('PARA').add('MOUS');
    door().catalogue = null;
    expect(await products()).toMatchObject(list);
    door().catalogue = CATALOG;
    door().can = { ...door().can, products: false };
    expect(await products()).toMatchObject(list);
  });

  async function failed(content: OutboundContent): Promise<FailedMessage> {
    serial += 1;
    const id = `window-${serial}`;
    const shown = {
      state: 'failed',
      type: content.kind,
      isPrivate: false,
      origin: 'bot',
      files: [],
    } as const;
    door().lines.set(who, [{ ...shown, id, direction: 'out', content, at: new Date() }]);
    const kind = content.kind as FailedMessage['kind'];
    const message: FailedMessage = {
      id,
      contactId: who,
      channel: 'test',
      number: '1',
      origin: 'bot',
      kind,
      flow: 'shop',
      causeId: null,
    };
    const event = new MessageFailed(message, '131009');
    await ground.database.transaction(() => ground.get(Events).publish(event));
    return message;
  }
  const since = (before: number) =>
    door()
      .drafts.slice(before)
      .map((draft) => draft.content);

  it('that WhatsApp refused to show come as a list instead, once', async () => {
    catalog.onSale.add('PARA').add('MOUS');
    const [window] = await products();
    const before = door().drafts.length;
    const message = await failed(window!);
    await until('the list is there', () => door().drafts.length > before);
    await ground.get(UnshownProducts).show(message);
    expect(since(before)).toMatchObject([
      { kind: 'list', text: 'Voici nos produits. Vous pouvez aussi écrire un nom.', rows: { length: 2 } },
    ]);
    const second = { kind: 'product', productId: 'MOUS' };
    expect(await says({ kind: 'text', text: '2' })).toMatchObject([second, { kind: 'buttons' }]);
  });

  it('come as several lists where one is too short', async () => {
    catalog.items = Array.from({ length: 23 }, (_, n) => product({ sku: `P${n}` }));
    for (const { sku } of catalog.items) catalog.onSale.add(sku);
    const [window] = await products();
    const before = door().drafts.length;
    await ground.get(UnshownProducts).show(await failed(window!));
    await until('the lists are there', () => door().drafts.length >= before + 3);
    expect(since(before).map((each) => each.kind === 'list' && each.rows.length)).toEqual([10, 10, 3]);
  });

  it('are not shown again to whom the team answers, nor for what is no product', async () => {
    catalog.onSale.add('PARA');
    const [window] = await products();
    await says({ kind: 'text', text: 'personne' });
    const before = door().drafts.length;
    await ground.get(UnshownProducts).show(await failed(window!));
    await ground.get(UnshownProducts).show(await failed({ kind: 'text', text: 'Bonjour' }));
    expect(since(before)).toEqual([]);
  });

  it('are reached through all categories, ten rows at a time', async () => {
    catalog.shelves = Array.from({ length: 12 }, (_, n) => ({
      id: `c${n}`,
      name: `Rayon ${String(n).padStart(2, '0')}`,
      parentId: null,
      products: 1,
    }));
    catalog.items = catalog.shelves.map(({ id }) => product({ sku: id, categoryId: id }));
    const [first] = await products();
    expect(first).toMatchObject({ kind: 'list', rows: { length: 10 } });
    const more = first?.kind === 'list' ? (first.rows[9]?.id ?? '') : '';
    expect(await says({ kind: 'tap', id: more, title: 'Voir la suite', on: 'list' })).toMatchObject([
      { kind: 'list', rows: [{ title: 'Rayon 09' }, { title: 'Rayon 10' }, { title: 'Rayon 11' }] },
    ]);
    expect(await tap('c:c11')).toMatchObject([{ kind: 'list', rows: [{ title: 'Produit c11' }] }]);
  });
});
