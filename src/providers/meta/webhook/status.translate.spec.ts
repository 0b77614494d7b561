import { statusOf } from './status.translate.js';

const ARRIVAL = { number: '100000000000001', receivedAt: new Date('2026-11-21T08:00:00Z') };

const told = (pricing: unknown) =>
  statusOf({ id: 'wamid.1', status: 'delivered', timestamp: '1763712000', pricing }, ARRIVAL);

describe('the price of a message', () => {
  it.each([
    ['regular', true],
    ['free_customer_service', false],
    ['free_entry_point', false],
  ])('of the type %s alone is known', (type, billable) => {
    const status = told({ pricing_model: 'PMP', type, category: 'marketing' });
    expect(status).toMatchObject({ pricingCategory: 'marketing', billable });
  });

  it('is what Meta says in so many words, whatever the type', () => {
    expect(told({ billable: false, type: 'regular', category: 'utility' })).toMatchObject({
      billable: false,
    });
  });

  it.each([{ category: 'utility' }, { category: 'utility', type: 'toString' }, undefined, 'PMP'])(
    'is not guessed from %j',
    (pricing) => expect(told(pricing)).not.toHaveProperty('billable'),
  );
});
