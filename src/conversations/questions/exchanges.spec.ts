import type { MessageLine } from '../../whatsapp/whatsapp.contract.js';
import { exchangesIn } from './exchanges.js';

function line(direction: 'in' | 'out', content: MessageLine['content'], isPrivate = false): MessageLine {
  const at = new Date('2026-11-21T08:00:00Z');
  return { id: 'm', direction, state: 'x', type: 'x', content, isPrivate, origin: null, at, files: [] };
}

describe('a conversation as the assistant may know it', () => {
  it('is read from its beginning, words only', () => {
    const lines = [
      line('in', { kind: 'text', text: 'Et le prix ?' }),
      line('out', { kind: 'list', text: 'Voici :', button: 'Choisir', rows: [] }),
      line('in', { kind: 'tap', id: 'x', title: 'Produits', on: 'list' }),
      line('in', { kind: 'location', latitude: 0, longitude: 0 }),
      line('out', null),
    ];
    expect(exchangesIn(lines)).toEqual([
      { who: 'person', text: 'Produits' },
      { who: 'house', text: 'Voici :' },
      { who: 'person', text: 'Et le prix ?' },
    ]);
  });

  it('holds nothing that was private', () => {
    expect(exchangesIn([line('in', { kind: 'text', text: 'MBE' }, true)])).toEqual([]);
  });
});
