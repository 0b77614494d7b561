import { Writable } from 'node:stream';
import { Listener } from './listener.js';
import type { News } from './watcher.service.js';

const news = (text: string): News => ({
  name: 'conversation',
  key: text,
  isLoose: false,
  data: (withWords) => JSON.stringify({ text: withWords ? text : null }),
});

describe('a screen that follows conversations', () => {
  it('gets events with their place, with words or without', () => {
    const texts: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _, done) => {
        texts.push(chunk.toString());
        done();
      },
    });
    new Listener(stream, true, 0).tell([news('bonjour')], 7);
    new Listener(stream, false, 0).tell([news('bonjour')], 8);
    new Listener(stream, false, 0).beat(9);
    expect(texts).toEqual([
      'id: 7\nevent: conversation\ndata: {"text":"bonjour"}\n\n',
      'id: 8\nevent: conversation\ndata: {"text":null}\n\n',
      'id: 9\n\n',
    ]);
  });

  it('is let go when it does not read', () => {
    const stuck = new Writable({ write: () => undefined });
    const listener = new Listener(stuck, true, 0);
    for (let n = 0; n < 60; n++) listener.tell([news('x'.repeat(10_000))], n);
    expect(stuck.destroyed).toBe(true);
    expect(stuck.writableLength).toBeLessThan(600_000);
  });
});
