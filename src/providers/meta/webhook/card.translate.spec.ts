import { cardsOf } from './card.translate.js';

const phonesOf = (line: object) => {
  const cards = cardsOf([{ name: { formatted_name: 'Awa' }, phones: [line] }]);
  return cards?.kind === 'contacts' ? cards.contacts[0]?.phones : undefined;
};

describe('the number of a card under which somebody is on WhatsApp', () => {
  it.each(['243810000001', '+243810000001', 243_810_000_001])('is kept where it comes as %p', (wa_id) => {
    expect(phonesOf({ phone: '+243 81 000 00 01', type: 'CELL', wa_id })).toEqual([
      { phone: '+243 81 000 00 01', type: 'CELL', waId: '243810000001' },
    ]);
    expect(phonesOf({ wa_id })).toMatchObject([{ waId: '243810000001' }]);
  });

  it.each([undefined, null, '', 'CD.1', {}])('is none where it is %p', (wa_id) => {
    expect(phonesOf({ phone: '+243 81 000 00 01', wa_id })).toEqual([{ phone: '+243 81 000 00 01' }]);
  });
});
