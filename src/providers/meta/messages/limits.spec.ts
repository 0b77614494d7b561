import type { Choice, OutboundContent } from '../../../whatsapp/whatsapp.contract.js';
import { faultIn, faultInImage } from './limits.js';

const choices = (count: number, rest: Partial<Choice> = {}): Choice[] =>
  Array.from({ length: count }, (_, i) => ({ id: `id-${i}`, title: `Titre ${i}`, ...rest }));
const buttons = (over: Partial<Extract<OutboundContent, { kind: 'buttons' }>> = {}): OutboundContent => ({
  kind: 'buttons',
  text: 'Acceptez-vous ?',
  buttons: choices(2),
  ...over,
});
const list = (over: Partial<Extract<OutboundContent, { kind: 'list' }>> = {}): OutboundContent => ({
  kind: 'list',
  text: 'Quelle ville ?',
  button: 'Choisir',
  rows: choices(10, { description: 'd'.repeat(72) }),
  ...over,
});
const image = (caption?: string): OutboundContent => ({
  kind: 'image',
  attachment: { source: 's', id: '1' },
  caption,
});

describe('content within WhatsApp’s limits', () => {
  it.each([
    ['the longest text', { kind: 'text', text: '😀'.repeat(4096) }],
    ['three buttons', buttons({ buttons: choices(3) })],
    ['titles of twenty characters', buttons({ buttons: [{ id: 'a', title: 'é'.repeat(20) }] })],
    ['ten rows', list()],
    ['a picture without a caption', image()],
    ['the longest caption', image('x'.repeat(1024))],
  ] as [string, OutboundContent][])('is fine: %s', (_about, content) => {
    expect(faultIn(content)).toBeNull();
  });
});

describe('content beyond them is refused with the reason', () => {
  it.each([
    [{ kind: 'text', text: 'x'.repeat(4097) }, /4097 caractères.*4096/],
    [{ kind: 'text', text: ' \n ' }, /texte est vide/],
    [buttons({ text: 'x'.repeat(1025) }), /1025 caractères.*1024/],
    [buttons({ buttons: [] }), /un à trois boutons/],
    [buttons({ buttons: choices(4) }), /un à trois boutons/],
    [buttons({ buttons: choices(2, { title: 'Oui' }) }), /mêmes/],
    [buttons({ buttons: choices(2, { id: 'x' }) }), /mêmes/],
    [buttons({ buttons: choices(1, { title: 'x'.repeat(21) }) }), /bouton compte 21/],
    [buttons({ buttons: choices(1, { title: '' }) }), /bouton est vide/],
    [buttons({ buttons: choices(1, { id: 'x'.repeat(257) }) }), /257/],
    [list({ text: '' }), /texte est vide/],
    [list({ button: 'x'.repeat(21) }), /titre de la liste compte 21/],
    [list({ rows: [] }), /une à dix lignes/],
    [list({ rows: choices(11) }), /une à dix lignes/],
    [list({ rows: choices(2, { id: 'x' }) }), /mêmes/],
    [list({ rows: choices(1, { title: 'x'.repeat(25) }) }), /25/],
    [list({ rows: choices(1, { id: 'x'.repeat(201) }) }), /201/],
    [list({ rows: choices(1, { description: 'x'.repeat(73) }) }), /73/],
    [image('x'.repeat(1025)), /légende compte 1025/],
  ] as [OutboundContent, RegExp][])('%#', (content, meaning) => {
    expect(faultIn(content)).toMatchObject({
      code: 'limits',
      meaning: expect.stringMatching(meaning) as string,
    });
  });

  it('pictures too', () => {
    expect(faultInImage(Buffer.alloc(5 * 1024 * 1024, 1))).toBeNull();
    expect(faultInImage(Buffer.alloc(5 * 1024 * 1024 + 1))).toMatchObject({ code: 'limits' });
    expect(faultInImage(Buffer.alloc(0))).toMatchObject({ code: 'limits' });
  });
});
