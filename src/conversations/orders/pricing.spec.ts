import { product } from '../../catalog/catalog.fake.js';
import { isSame, price } from './pricing.js';

const tablets = product({ sku: 'PARA', name: 'Paracétamol', price: '1.10', stock: 100 });
const net = product({ sku: 'MOUS', name: 'Moustiquaire', price: '5', stock: 3 });
const soap = product({ sku: 'SAVO', name: 'Savon', price: '0.75', stock: 0 });
const lamp = product({ sku: 'LAMP', name: 'Lampe', price: '9000', currency: 'CDF', stock: null });
const old = product({ sku: 'OLD', name: 'Ancien', active: false });

describe('what is wanted, priced by the catalogue', () => {
  it('has each line and the sum, exactly', () => {
    const wanted = [
      { sku: 'PARA', quantity: 3 },
      { sku: 'MOUS', quantity: 2 },
    ];
    expect(price(wanted, [tablets, net])).toEqual({
      lines: [
        { sku: 'PARA', quantity: 3, name: 'Paracétamol', price: '1.10', total: '3.30' },
        { sku: 'MOUS', quantity: 2, name: 'Moustiquaire', price: '5', total: '10.00' },
      ],
      total: '13.30',
      currency: 'USD',
      problems: [],
    });
  });

  it('leaves out what cannot be had, and says why', () => {
    const wanted = ['PARA', 'SAVO', 'NOPE', 'OLD', 'LAMP'].map((sku) => ({ sku, quantity: 1 }));
    const { lines, problems } = price(wanted, [tablets, soap, lamp, old]);
    expect(lines.map(({ sku }) => sku)).toEqual(['PARA']);
    expect(problems).toEqual([
      { kind: 'sold-out', name: 'Savon' },
      { kind: 'unknown', name: 'NOPE' },
      { kind: 'unknown', name: 'Ancien' },
      { kind: 'currency', name: 'Lampe' },
    ]);
  });

  it('gives no more than there is', () => {
    const { lines, problems } = price([{ sku: 'MOUS', quantity: 9 }], [net]);
    expect(lines).toMatchObject([{ quantity: 3, total: '15.00' }]);
    expect(problems).toEqual([{ kind: 'short', name: 'Moustiquaire', left: 3 }]);
  });

  it('is the same as before only with the same prices and quantities', () => {
    const before = price([{ sku: 'PARA', quantity: 3 }], [tablets]);
    expect(isSame(before, price([{ sku: 'PARA', quantity: 3 }], [{ ...tablets, name: 'Autre nom' }]))).toBe(
      true,
    );
    expect(isSame(before, price([{ sku: 'PARA', quantity: 3 }], [{ ...tablets, price: '1.20' }]))).toBe(
      false,
    );
  });
});
