import type { RegisterView } from '../dhis2/view.js';
import type { Bubble } from '../world/chats.js';
import type { NewsItem } from '../world/news.js';
import { EMPTY, inOrder, reduce, type Snapshot, type State } from './state.js';

const phone = (number: string) => ({
  number,
  name: number,
  userId: 'CD.1',
  hidden: false,
  lastWroteAt: null,
});
const bubble = (id: string, number: string, side: 'person' | 'service'): Bubble => ({
  id,
  phone: number,
  side,
  at: 0,
  content: { type: 'text', text: id },
});
const snapshot = (...numbers: string[]): Snapshot => ({
  service: { name: 'Relais', number: '1555' },
  webhookUrl: 'http://127.0.0.1:3000/',
  desk: { options: {} as never, faults: [], held: 0 },
  wire: [],
  dhis2: {} as never,
  phones: numbers.map((number) => ({ ...phone(number), chat: [] })),
});
const loaded = (...numbers: string[]): State =>
  reduce(EMPTY, { kind: 'loaded', snapshot: snapshot(...numbers), wanted: undefined });
const hear = (state: State, ...items: NewsItem[]): State =>
  items.reduce((now, item) => reduce(now, { kind: 'news', item }), state);
const says = (id: string, number: string, side: 'person' | 'service'): NewsItem => ({
  kind: 'bubble',
  bubble: bubble(id, number, side),
});

describe('what the phone page knows', () => {
  it('begins with the phone that the address names, or the first', () => {
    expect(loaded('2', '1').current).toBe('1');
    const wanted = reduce(EMPTY, { kind: 'loaded', snapshot: snapshot('2', '1'), wanted: '2' });
    expect(wanted.current).toBe('2');
    expect(inOrder(wanted).map(({ phone: { number } }) => number)).toEqual(['1', '2']);
  });

  it('counts what arrives on another phone, and marks where it begins', () => {
    const state = hear(loaded('1', '2'), says('a', '2', 'service'), says('b', '2', 'service'));
    expect(state.chats.get('2')).toMatchObject({ unread: 2, firstUnread: 'a' });
    const opened = reduce(state, { kind: 'open', number: '2' });
    expect(opened.chats.get('2')).toMatchObject({ unread: 0, firstUnread: 'a' });
    expect(reduce(opened, { kind: 'open', number: '1' }).chats.get('2')).toMatchObject({
      firstUnread: undefined,
    });
  });

  it('counts nothing on the phone in hand, nor what its person writes', () => {
    const state = hear(loaded('1', '2'), says('a', '1', 'service'), says('b', '2', 'person'));
    expect([...state.chats.values()].map(({ unread }) => unread)).toEqual([0, 0]);
  });

  it('changes a bubble in its place', () => {
    const state = hear(loaded('1'), says('a', '1', 'person'), says('b', '1', 'service'), {
      kind: 'bubble',
      bubble: { ...bubble('a', '1', 'person'), ticks: 'read' },
    });
    expect(state.chats.get('1')?.bubbles.map(({ id, ticks }) => [id, ticks])).toEqual([
      ['a', 'read'],
      ['b', undefined],
    ]);
  });

  it('stops the typing when the message is there', () => {
    const typing = hear(loaded('1'), { kind: 'typing', number: '1', on: true });
    expect(typing.chats.get('1')?.typing).toBe(true);
    expect(hear(typing, says('a', '1', 'service')).chats.get('1')?.typing).toBe(false);
  });

  it('takes another phone in hand when this one is gone', () => {
    expect(hear(loaded('1', '2'), { kind: 'phone-gone', number: '1' }).current).toBe('2');
  });

  it('ignores news of phones that it does not know', () => {
    const state = loaded('1');
    expect(hear(state, says('a', '9', 'service'))).toBe(state);
  });

  it('hears what the national register received', () => {
    const view = { ...({} as RegisterView), version: '2.43' as const };
    expect(loaded('1').dhis2).toEqual({});
    expect(hear(loaded('1'), { kind: 'dhis2', dhis2: view }).dhis2?.version).toBe('2.43');
  });
});
