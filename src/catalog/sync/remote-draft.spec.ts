import { DraftFault } from '../products/draft.js';
import { readRemote, type RemoteDraft } from './remote-draft.js';

const plain = { sku: 'A-1', name: 'Savon', price: '1,50', stock: 3 };
const read = (more: object = {}): RemoteDraft => {
  const draft = readRemote({ ...plain, ...more }, 'CDF');
  if (draft instanceof DraftFault) throw new Error(draft.reason);
  return draft;
};
const reason = (more: object): string => {
  const draft = readRemote({ ...plain, ...more }, 'CDF');
  return draft instanceof DraftFault ? draft.reason : 'none';
};

describe('a product of an inventory', () => {
  it('has its price with point, the usual currency where it names none, and the id of its category', () => {
    expect(read({ category: 7 })).toMatchObject({
      draft: { sku: 'A-1', price: '1.50', currency: 'CDF', category: [], stock: 3 },
      categoryRemoteId: '7',
      attributes: null,
      notes: [],
    });
  });

  it.each([
    ['no name', { name: ' ' }, 'name : manque'],
    ['no sku', { sku: null }, 'sku : manque'],
    ['a negative price', { price: '-2' }, 'price : '],
    ['a price that is a word', { price: 'gratuit' }, 'price : '],
    ['a description of five megabytes', { description: 'x'.repeat(5_000_000) }, 'description : 5000000'],
    ['half a piece', { stock: 1.5 }, 'stock : '],
    ['an odd currency', { currency: 'dollars' }, 'currency : '],
  ])('with %s is refused, with the reason', (_, more, words) => {
    expect(reason(more)).toContain(words);
  });

  it.each([
    ['FCFA', 'XAF', 'XAF'],
    ['F CFA', 'XOF', 'XOF'],
    ['US$', 'CDF', 'USD'],
    ['€', 'CDF', 'EUR'],
    ['fc', 'USD', 'CDF'],
  ])('may name its currency %s; where %s is usual that is %s', (currency, usual, code) => {
    expect(readRemote({ ...plain, currency }, usual)).toMatchObject({ draft: { currency: code } });
  });

  it('is refused where its currency could be two', () => {
    expect(reason({ currency: 'FCFA' })).toContain('currency : peut être XAF ou XOF');
  });

  it('has its description without the marks of a browser', () => {
    expect(read({ description: '<p>Savon <b>doux</b></p>' }).draft.description).toBe('Savon doux');
  });

  it('loses a picture that only a private network shows, and says so', () => {
    const images = [
      'https://cdn.cd/a.jpg',
      'http://127.0.0.1/b.jpg',
      'http://[::1]/c.jpg',
      'http://10.0.0.2/d',
      'http://localhost/e',
    ];
    const { draft, notes } = read({ images });
    expect(draft.images).toEqual(['https://cdn.cd/a.jpg']);
    expect(notes).toEqual(['images : 4 à une adresse privée, laissée(s) de côté']);
  });

  it('loses a picture that has no address on the web, and says so', () => {
    const images = [
      'javascript:alert(1)',
      'data:image/png;base64,AA',
      'https://cdn.cd/a.jpg',
      'ftp://cdn.cd/b',
      'c.jpg',
      7,
    ];
    const long = `https://cdn.cd/${'x'.repeat(2_000)}`;
    const { draft, notes } = read({ images: [...images, long, '', null] });
    expect(draft.images).toEqual(['https://cdn.cd/a.jpg']);
    expect(notes).toEqual(['images : 6 sans adresse http ou https utilisable, laissée(s) de côté']);
  });

  it('keeps its attributes in one order, and leaves out what is none', () => {
    expect(read({ attributes: { taille: 'L', poids: 2, bio: true, fils: [1], rien: null } }).attributes).toBe(
      '{"bio":"true","poids":"2","taille":"L"}',
    );
    expect(read({ attributes: 'rouge' })).toMatchObject({
      attributes: null,
      notes: [expect.stringContaining('objet')],
    });
  });
});
