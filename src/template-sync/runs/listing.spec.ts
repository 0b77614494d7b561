import type { Index } from '../mirror/diff.js';
import { hashOf, contentOf } from '../mirror/content.js';
import { page, remote } from '../template-sync.fake.js';
import type { RemoteTemplate } from '../template-sync.port.js';
import { Listing } from './listing.js';
import { Tally } from './tally.js';

const a = remote({ name: 'a' });
const b = remote({ name: 'b' });

function listing(known: readonly RemoteTemplate[] = [], force = false) {
  const index: Index = new Map(
    known.map((template) => [
      `${template.name}\n${template.language}`,
      {
        id: template.name,
        hash: hashOf(contentOf(template)),
        revision: 3,
        active: true,
        verdict: null,
        place: 0,
      },
    ]),
  );
  const tally = new Tally();
  return { tally, index, listing: new Listing(index, force, tally) };
}

describe('a listing', () => {
  it('gives what is new and what changed, and nothing of what is equal', () => {
    const { listing: it, tally } = listing([a, b]);
    const staged = it.take(page([a, { ...b, status: 'PAUSED' }, remote({ name: 'c' })]));
    expect(staged.map(({ change }) => [change.name, change.revision, change.isNews])).toEqual([
      ['b', 3, true],
      ['c', 0, true],
    ]);
    expect(tally).toMatchObject({ total: 3, added: 1, updated: 1, unchanged: 1, pages: 1, apiCalls: 1 });
    expect(it.gone()).toEqual([]);
  });

  it('lets the last of several count, whatever they were before', () => {
    const { listing: it, tally } = listing([a]);
    const paused = { ...a, status: 'PAUSED' };
    const staged = [it.take(page([paused, b])), it.take(page([{ ...b, status: 'PAUSED' }, a]))].flat();
    const latest = staged.filter((each) => it.isLatest(each));
    expect(latest.map(({ change }) => [change.name, change.content.status])).toEqual([['b', 'PAUSED']]);
    expect(new Set(staged.filter(({ key }) => key.startsWith('b')).map(({ change }) => change.id)).size).toBe(
      1,
    );
    expect(tally).toMatchObject({ total: 2, added: 1, updated: 0, unchanged: 1 });
    expect(tally.notes).toHaveLength(2);
  });

  it('spares what a malformed one could stand for', () => {
    const names = (malformed: { name: string; language: string }[]): string[] => {
      const { listing: it } = listing([a, remote({ name: 'a', language: 'en_US' }), b]);
      it.take(page([], { malformed: malformed.map((each) => ({ ...each, reason: 'broken' })) }));
      return it.gone().map(({ id }) => id);
    };
    expect(names([])).toEqual(['a', 'a', 'b']);
    expect(names([{ name: 'a', language: 'en-US' }])).toEqual(['a', 'b']);
    expect(names([{ name: 'a', language: '' }])).toEqual(['b']);
    expect(names([{ name: '', language: 'fr' }])).toEqual([]);
  });

  it('ends when it turns in circles, also with one that is malformed or with empty pages', () => {
    const circles = [
      page([a, b]),
      page([a], { malformed: [{ name: 'x', language: '', reason: 'broken' }] }),
      page([]),
    ];
    for (const same of circles) {
      const { listing: it } = listing();
      const pages = Array.from({ length: 6 }, () => same);
      expect(() => pages.forEach((each) => it.take(each))).toThrow('without a new template');
    }
    const { listing: it } = listing();
    for (let n = 0; n < 50; n++)
      expect(it.take(page([remote({ name: `t${n}` }), a])).length).toBeGreaterThan(0);
  });

  it('remembers the highest usage and the latest change that it was told of', () => {
    const { listing: it, tally } = listing();
    it.take(
      page(
        [
          { ...a, updatedAt: new Date(9) },
          { ...b, updatedAt: new Date(5) },
        ],
        { usage: 40.2 },
      ),
    );
    it.take(page([remote({ name: 'c' })], { usage: 12, calls: 3 }));
    expect(tally).toMatchObject({ usage: 41, apiCalls: 4, sourceClock: new Date(9) });
  });
});
