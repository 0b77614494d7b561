import { type Candidate, ranked } from './ranking.js';

const product = (id: string, name: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  name,
  sku: `SKU-${id}`,
  category: '',
  description: '',
  ...more,
});

describe('the order of what was found', () => {
  it('a name with all words comes before one with some of them, the shorter name before the longer', () => {
    const found = ranked(
      ['lampe', 'solaire'],
      [
        product('long', 'Grande lampe de bureau avec chargeur et très long câble tressé'),
        product('short', 'Lampe de poche'),
        product('both', 'Lampe solaire de jardin'),
      ],
    );
    expect(found).toEqual(['both', 'short', 'long']);
  });

  it.each([
    ['telefone', 'téléphone'],
    ['chargur', 'chargeur'],
    ['hcargeur', 'chargeur'],
    ['savom', 'savon'],
    ['avon', 'savon'],
    ['char', 'chargeurs'],
    ['chg', 'CHG'],
  ])('%s matches %s', (word, name) =>
    expect(ranked([word], [product('a', name), product('b', 'Bassine')])).toEqual(['a']),
  );

  it.each([
    ['savon', 'bassine'],
    ['riz', 'prix'],
    ['chargeur', 'charrette'],
  ])('%s does not match %s', (word, name) => expect(ranked([word], [product('a', name)])).toEqual([]));
});
