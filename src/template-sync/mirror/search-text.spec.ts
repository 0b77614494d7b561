import { folded, searchTextOf } from './search-text.js';

it('words are found whatever their accents and case', () => {
  expect(folded('Reçu À Côté')).toBe('recu a cote');
});

it('name and texts are searched, in at most 2,000 bytes', () => {
  const components = [
    { type: 'BODY', text: 'Élan' },
    null,
    { type: 'BUTTONS' },
    { type: 'FOOTER', text: 'Fin\0' },
  ];
  expect(searchTextOf('mon_nom', components)).toBe('mon_nom\nelan\nfin ');
  const long = searchTextOf('n', [{ type: 'BODY', text: '漢'.repeat(3_000) }]);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(2_000);
  expect(long).toMatch(/^n\n漢+$/);
});
