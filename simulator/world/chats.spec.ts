import { Chats, type Bubble } from './chats.js';
import { News, type NewsItem } from './news.js';

const bubble = (id: string, side: Bubble['side'] = 'person'): Bubble => ({
  id,
  phone: '243810000001',
  side,
  at: 0,
  content: { type: 'text', text: id },
  ...(side === 'person' && { ticks: 'sent' }),
});

describe('a chat', () => {
  let chats: Chats;
  let heard: NewsItem[];
  beforeEach(() => {
    const news = new News();
    heard = [];
    news.subscribe((item) => heard.push(item));
    chats = new Chats(news);
  });

  it('never takes a tick back: read stays read when the delivery is told late', () => {
    chats.add(bubble('a'));
    chats.tick('a', 'read');
    chats.tick('a', 'delivered');
    expect(chats.get('a')?.ticks).toBe('read');
    expect(heard).toHaveLength(2);
  });

  it('shows no ticks beside what the service says', () => {
    chats.add(bubble('a', 'service'));
    chats.tick('a', 'read');
    expect(chats.get('a')?.ticks).toBeUndefined();
  });

  it('marks what was written up to a message as read, and nothing after it', () => {
    for (const id of ['a', 'b', 'c']) chats.add(bubble(id));
    chats.readUpTo('b');
    expect(chats.of('243810000001').map(({ ticks }) => ticks)).toEqual(['read', 'read', 'sent']);
  });

  it('keeps one reaction of each side and takes it away again', () => {
    chats.add(bubble('a'));
    chats.react('a', 'service', '👍');
    chats.react('a', 'person', '🙏');
    chats.react('a', 'service', '');
    expect(chats.get('a')?.reactions).toEqual({ person: '🙏' });
  });

  it('is gone with its phone', () => {
    chats.add(bubble('a'));
    chats.forget('243810000001');
    expect([chats.get('a'), chats.of('243810000001')]).toEqual([undefined, []]);
  });
});
