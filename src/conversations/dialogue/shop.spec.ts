import type { Product } from '../../catalog/catalog.contract.js';
import { product } from '../../catalog/catalog.fake.js';
import { MOST_LISTED, together } from './goods.js';
import { sectionsOf } from './sections.js';
import { Shop } from './shop.fake.js';
import { Chat } from './transcript.fake.js';

const CATALOG = '700000000000001';

function shopOf(products: Product[], onSale: readonly string[] = products.map(({ sku }) => sku)): Shop {
  const shop = new Shop();
  shop.products = products;
  for (const sku of onSale) shop.onSale.add(sku);
  return shop;
}

const articles = (count: number) =>
  Array.from({ length: count }, (_, n) => product({ sku: `S${n}`, name: `Article ${n}` }));
const chat = (shop: Shop, over: object = {}) =>
  new Chat({ entry: 'menu', shop, catalogId: CATALOG, ...over });

describe('a shop whose number has a catalogue', () => {
  it('shows what was found as one message of products, under their shelves', () => {
    const shop = shopOf([
      product({ sku: 'PARA', name: 'Paracétamol', categoryId: 'soins' }),
      product({ sku: 'MOUS', name: 'Moustiquaire', categoryId: 'maison' }),
      product({ sku: 'GANT', name: 'Gants', categoryId: 'soins' }),
    ]);
    const talk = chat(shop);
    const [message, ...more] = talk.send({ kind: 'text', text: 'produits' });
    expect(message).toEqual({
      kind: 'products',
      catalogId: CATALOG,
      header: 'Centre Espoir',
      text: expect.stringContaining('Voici nos produits.') as string,
      sections: [{ title: 'Autres produits', productIds: ['PARA', 'MOUS', 'GANT'] }],
    });
    expect(more).toEqual([]);
    shop.shelves = [
      { id: 'soins', name: 'Soins', parentId: null, products: 2 },
      { id: 'maison', name: 'Maison', parentId: null, products: 1 },
    ];
    expect(talk).toGoLike(`person: produits
      bot: Que cherchez-vous ? … {Soins | Maison}
      person: [tap Soins]
      bot: Voici nos produits. … <Soins: PARA GANT>
      person: moustiquaire
      bot: Voici ce que nous avons pour « moustiquaire » : <Maison: MOUS>`);
  });

  it('shows thirty at a time and leads to what follows', () => {
    const skus = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `S${from + n}`).join(' ');
    expect(chat(shopOf(articles(65)))).toGoLike(`person: produits
      bot: Voici nos produits. … <Autres produits: ${skus(0, 30)}>
      bot: Autres produits [Voir la suite]
      person: [tap Voir la suite]
      bot: Voici la suite : <Autres produits: ${skus(30, 60)}>
      bot: Autres produits [Voir la suite]
      person: [tap Voir la suite]
      bot: Voici la suite : <Autres produits: ${skus(60, 65)}>`);
  });

  it('shows as rows what the catalogue refused', () => {
    const shop = shopOf(articles(4), ['S0', 'S2']);
    expect(chat(shop)).toGoLike(`person: produits
      bot: Voici nos produits. … <Autres produits: S0 S2>
      bot: Touchez un produit pour le voir. {Article 1 | Article 3}
      person: [tap Article 3]
      bot: *Article 3* … [Commander] [Autres produits]`);
  });

  it('shows a product as WhatsApp shows it, with the way to order it', () => {
    const images = ['https://exemple.cd/lampe.jpg'];
    const shop = shopOf([product({ sku: 'LAMP', name: 'Lampe', price: '1250.00', currency: 'CDF', images })]);
    const talk = chat(shop);
    const [, other] = talk.send({ kind: 'text', text: 'produits' });
    expect(other).toBeUndefined();
    const about = talk.send({ kind: 'tap', id: '-.shop.p:product-LAMP', title: 'Lampe', on: 'list' });
    expect(about).toMatchObject([
      { kind: 'product', catalogId: CATALOG, productId: 'LAMP' },
      { kind: 'buttons', text: expect.stringMatching(/Lampe.*1.250.*Description de LAMP\./s) },
    ]);
    expect(talk).toGoLike(`person: [tap Commander]
      bot: Combien de « Lampe » voulez-vous ? Écrivez un nombre.`);
  });

  it('takes the cart that comes back', () => {
    const shop = shopOf([product({ sku: 'PARA', name: 'Paracétamol', price: '1.50', stock: 100 })]);
    expect(chat(shop)).toGoLike(`person: produits
      bot: … <Autres produits: PARA>
      person: [cart [{"productId":"PARA","quantity":2}]]
      bot: *Votre commande* • 2 × Paracétamol : 3,00 $US … [Confirmer] [Modifier] [Annuler]`);
  });

  it('shows lists where nothing of it is in the catalogue, and where there is none', () => {
    const list = `person: produits
      bot: Voici nos produits. … {Article 0 | Article 1}`;
    expect(chat(shopOf(articles(2), []))).toGoLike(list);
    expect(chat(shopOf(articles(2)), { catalogId: undefined })).toGoLike(list);
  });
});

describe('a shop with lists', () => {
  const list = (shop: Shop) => new Chat({ entry: 'menu', shop });

  it('leads to every shelf and every product, however many there are', () => {
    const shop = shopOf(articles(20));
    shop.shelves = Array.from({ length: 11 }, (_, n) => ({
      id: `c${n}`,
      name: `Rayon ${n}`,
      parentId: null,
      products: 1,
    }));
    expect(list(shop)).toGoLike(`person: produits
      bot: Que cherchez-vous ? … {Rayon 0 | … | Rayon 8 | Voir la suite}
      person: [tap Voir la suite]
      bot: Que cherchez-vous ? … {Rayon 9 | Rayon 10}`);
    shop.shelves = [];
    expect(list(shop)).toGoLike(`person: produits
      bot: Voici nos produits. … {Article 0 | … | Article 8 | Voir la suite}
      person: [tap Voir la suite]
      bot: Voici la suite : {Article 9 | … | Article 17 | Voir la suite}
      person: [tap Voir la suite]
      bot: Voici la suite : {Article 18 | Article 19}`);
  });

  it('has ten rows at most, cut at words where they are too long', () => {
    const name = 'Chargeur solaire portable pour téléphone';
    const shop = shopOf(articles(12).map((each) => ({ ...each, name })));
    const [message] = list(shop).send({ kind: 'text', text: 'produits' });
    expect(message).toMatchObject({ kind: 'list', rows: { length: 10 } });
    const rows = message?.kind === 'list' ? message.rows : [];
    expect(rows[0]).toMatchObject({ title: 'Chargeur solaire…' });
    expect(rows.every(({ title, description = '' }) => title.length <= 24 && description.length <= 72)).toBe(
      true,
    );
  });
});

describe('what is shown together', () => {
  it('is as much as both the message of products and the rows have room for', () => {
    const found = articles(60);
    const even = new Map(found.filter((_, n) => n % 2 === 0).map(({ sku }) => [sku, null]));
    expect(together(found, even, 9)).toHaveLength(19);
    expect(together(found, new Map(), 9)).toHaveLength(9);
    expect(together(found, new Map(found.map(({ sku }) => [sku, null])), 9)).toHaveLength(MOST_LISTED);
    expect(together(articles(3), even, 9)).toHaveLength(3);
  });

  it('has ten sections at most; what is too much stands at the end', () => {
    const items = Array.from({ length: 14 }, (_, n) => ({ sku: `S${n}`, title: `Rayon ${n % 12}` }));
    const sections = sectionsOf(items, 'Autres');
    expect(sections.map(({ title }) => title)).toEqual([
      ...Array.from({ length: 9 }, (_, n) => `Rayon ${n}`),
      'Autres',
    ]);
    expect(sections[0]?.productIds).toEqual(['S0', 'S12']);
    expect(sections[9]?.productIds).toEqual(['S9', 'S10', 'S11']);
    expect(sections.flatMap(({ productIds }) => productIds)).toHaveLength(14);
  });
});
