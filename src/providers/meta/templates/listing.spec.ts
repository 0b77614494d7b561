import type { TemplatePage } from '../../../template-sync/template-sync.port.js';
import { ACCOUNT, accountsAt } from '../graph/accounts.fake.js';
import type { Accounts } from '../graph/accounts.js';
import { GraphFake, openSocketServer, says } from '../graph/graph.fake.js';
import { recordedManagement } from '../graph/recorded.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { pageOf, queryOf, templatesOf } from './listing.fake.js';
import { MetaTemplateSource } from './meta.source.js';
import { FIELDS } from './template.translate.js';

const CALLS = recordedManagement();
const NOW = new Date('2026-11-21T02:00:00Z');

let graph: GraphFake;
let accounts: Accounts;
let waits: number[];
let source: MetaTemplateSource;

function open(url = graph.url, tokens = new FakeTokens()): MetaTemplateSource {
  accounts = accountsAt(url, tokens);
  const wait = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(ms);
  };
  return new MetaTemplateSource(accounts, { now: () => NOW }, wait);
}

beforeEach(async () => {
  graph = await GraphFake.open();
  waits = [];
  source = open();
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await graph.close();
});

function replays(name: string) {
  const { status, response, headers } = CALLS.get(name) ?? { status: 0, response: '', headers: {} };
  return says(status, response, headers);
}

const used = (counters: object) => ({
  'x-business-use-case-usage': JSON.stringify({ [ACCOUNT]: [counters] }),
});

async function read(since?: Date, signal = new AbortController().signal): Promise<TemplatePage[]> {
  const pages: TemplatePage[] = [];
  for await (const page of source.all(ACCOUNT, { since, signal })) pages.push(page);
  return pages;
}

const namesIn = (pages: TemplatePage[]) =>
  pages.flatMap(({ templates }) => templates.map(({ name }) => name));

/** What a reading that fails gave until then, and why it failed. */
async function broken(): Promise<{ pages: TemplatePage[]; error: unknown }> {
  const pages: TemplatePage[] = [];
  try {
    for await (const page of source.all(ACCOUNT, { signal: new AbortController().signal })) pages.push(page);
  } catch (error) {
    return { pages, error };
  }
  throw new Error('the reading did not fail');
}

describe('the listing of templates', () => {
  it('asks for exactly the fields that are kept, and follows the cursors to the end', async () => {
    graph.answers(
      says(200, pageOf(templatesOf(2), 'one')),
      says(200, pageOf(templatesOf(2, 2), 'two')),
      says(200, pageOf(templatesOf(1, 4))),
    );
    const pages = await read();
    expect(namesIn(pages)).toEqual(['modele_0', 'modele_1', 'modele_2', 'modele_3', 'modele_4']);
    expect(pages.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    const queries = graph.received.map(queryOf);
    expect(queries[0]).toEqual({ fields: FIELDS.join(','), limit: '1000' });
    expect(queries.map(({ after }) => after)).toEqual([undefined, 'one', 'two']);
    expect(graph.received[1]?.url).not.toContain('EAAsecret');
  });

  it('reads the recorded page, and tells how much of the quota it used', async () => {
    graph.answers(replays('templates'));
    expect(await read()).toMatchObject([
      { templates: [{ name: 'rappel_rendez_vous' }, { name: 'code_connexion' }], usage: 3 },
    ]);
  });

  it('may be empty', async () => {
    graph.answers(says(200, { data: [] }));
    expect(await read()).toEqual([{ templates: [], malformed: [], calls: 1, usage: null }]);
  });

  it('may be of what changed since a moment', async () => {
    graph.answers(says(200, pageOf([])));
    await read(new Date(1793527200_900));
    expect(graph.received.map(queryOf)).toMatchObject([{ since: '1793527200' }]);
  });

  it('asks for the next page before this one has been worked on, and for no more than that', async () => {
    graph.answers(
      says(200, pageOf(templatesOf(1), 'one')),
      says(200, pageOf(templatesOf(1, 1), 'two')),
      says(200, pageOf(templatesOf(1, 2))),
    );
    const reading = source.all(ACCOUNT, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await reading.next();
    const arrived = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => (graph.received.length >= count ? resolve() : void setImmediate(look));
        look();
      });
    await arrived(2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(graph.received).toHaveLength(2);
    await reading.next();
    await arrived(3);
    expect((await reading.next()).done).toBe(false);
    expect((await reading.next()).done).toBe(true);
  });

  it('names those that it cannot understand and goes on', async () => {
    const [good] = templatesOf(1);
    graph.answers(
      says(200, pageOf([{ ...good, language: undefined }, good, { ...good, components: 'text' }, null])),
    );
    const [page] = await read();
    expect(page?.templates).toHaveLength(1);
    expect(page?.malformed.map(({ name }) => name)).toEqual(['modele_0', 'modele_0', '']);
  });

  it('takes a page of several megabytes, with a text of one megabyte in it', async () => {
    const [good, big] = templatesOf(2);
    const body = [{ type: 'BODY', text: 'x'.repeat(1024 * 1024) }];
    graph.answers(
      says(
        200,
        pageOf([
          good,
          { ...big, components: body },
          ...templatesOf(2_000, 2).map((t) => ({ ...t, filler: 'y'.repeat(1_000) })),
        ]),
      ),
    );
    const [page] = await read();
    expect([page?.templates.length, page?.malformed.length]).toEqual([2_001, 1]);
  });
});

describe('a listing that Meta finds too large', () => {
  it('is asked for in smaller pages, also the next time', async () => {
    graph.answers(replays('error-too-much'), replays('error-too-much'), says(200, pageOf(templatesOf(1))));
    expect(await read()).toMatchObject([{ calls: 3 }]);
    graph.answers(says(200, pageOf(templatesOf(1))));
    await read();
    expect(graph.received.map(queryOf).map(({ limit }) => limit)).toEqual(['1000', '250', '100', '100']);
    expect(waits).toEqual([]);
  });

  it('is also the one that refuses the size of the page', async () => {
    graph.answers(
      says(400, { error: { code: 100, message: '(#100) The parameter limit must be at most 250' } }),
      says(200, pageOf([])),
    );
    await read();
    expect(graph.received.map(queryOf).map(({ limit }) => limit)).toEqual(['1000', '250']);
  });

  it('fails where even the smallest page is too large', async () => {
    graph.answers(replays('error-too-much'));
    expect(await broken()).toMatchObject({ pages: [], error: { cause: 'malformed-answer' } });
    expect(graph.received).toHaveLength(6);
  });
});

it('a version of the API that does not know a field is asked for the essential ones', async () => {
  graph.answers(
    says(400, { error: { code: 100, message: '(#100) Tried accessing nonexisting field (sub_category)' } }),
    says(200, pageOf(templatesOf(1))),
  );
  expect(namesIn(await read())).toEqual(['modele_0']);
  expect(graph.received.map(queryOf)[1]?.['fields']).not.toContain('sub_category');
});

describe('a listing that fails', () => {
  const next = pageOf(templatesOf(1), 'one');

  it.each([
    ['the token', says(401, { error: { code: 190 } }), 'token'],
    ['a permission', says(403, { error: { code: 200 } }), 'permission'],
    ['a quota without an end', replays('error-80008'), 'quota'],
    ['an answer that is no JSON', says(200, '<html>'), 'malformed-answer'],
    ['an unknown error with status 200', says(200, { error: { code: 987_654 } }), 'malformed-answer'],
    ['an error with status 200', says(200, { error: { code: 10 } }), 'permission'],
    ['a list without templates', says(200, { paging: {} }), 'malformed-answer'],
    [
      'a page that does not tell whether it is the last',
      says(200, { data: templatesOf(1) }),
      'malformed-answer',
    ],
    [
      'a next page without cursor',
      says(200, { data: [], paging: { next: 'https://x' } }),
      'malformed-answer',
    ],
    ['the same cursor for ever', says(200, next), 'cursor'],
    ['a refusal', says(400, { error: { code: 131_009 } }), 'refused'],
  ])('for %s says why, after the pages that arrived', async (_about, answer, cause) => {
    graph.answers(says(200, next), answer);
    expect(await broken()).toMatchObject({
      pages: [{ templates: [{ name: 'modele_0' }] }],
      error: { cause },
    });
  });

  it('for a passing reason is asked again, more slowly each time, and in the end given up', async () => {
    graph.answers(says(503, ''));
    expect(await broken()).toMatchObject({ error: { cause: 'unreachable' } });
    expect(graph.received).toHaveLength(5);
    for (const [i, full] of [1_000, 2_000, 4_000, 8_000].entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(full / 2);
      expect(waits[i]).toBeLessThanOrEqual(full);
    }
  });

  it('on the wire is asked again', async () => {
    const gone = await openSocketServer((socket) => socket.destroy());
    await accounts.onApplicationShutdown();
    source = open(gone.url);
    expect(await broken()).toMatchObject({ error: { cause: 'unreachable' } });
    expect(waits).toHaveLength(4);
    await gone.close();
  });

  it('once comes through, and tells its calls', async () => {
    graph.answers(says(500, ''), says(200, { error: { code: 2 } }), says(200, pageOf(templatesOf(1))));
    expect(await read()).toMatchObject([{ calls: 3 }]);
  });

  it.each([
    ['7', 7_000],
    ['Sat, 21 Nov 2026 02:00:30 GMT', 30_000],
  ])('waits as long as Retry-After %s asks', async (header, ms) => {
    graph.answers(says(429, '', { 'retry-after': header }), says(200, pageOf([])));
    await read();
    expect(waits).toEqual([ms]);
  });

  it('waits as many minutes as the quota needs, but not for hours', async () => {
    const tired = (minutes: number) =>
      says(400, { error: { code: 80008 } }, used({ estimated_time_to_regain_access: minutes }));
    graph.answers(tired(3), says(200, pageOf([])));
    await read();
    expect(waits).toEqual([180_000]);
    graph.answers(tired(60));
    expect(await broken()).toMatchObject({ error: { cause: 'quota' } });
  });
});

describe('a cursor that is not good any more', () => {
  it('begins the listing anew, once, and nobody hears of the same template twice', async () => {
    graph.answers(
      says(200, pageOf(templatesOf(2), 'one')),
      replays('error-131059'),
      says(200, pageOf(templatesOf(3), 'one')),
      says(200, pageOf(templatesOf(1, 3))),
    );
    const pages = await read();
    expect(namesIn(pages)).toEqual(['modele_0', 'modele_1', 'modele_2', 'modele_3']);
    expect(pages.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
  });

  it('a second time is an error', async () => {
    graph.answers(
      says(200, pageOf(templatesOf(1), 'one')),
      replays('error-131059'),
      says(200, pageOf(templatesOf(1), 'one')),
      replays('error-131059'),
    );
    expect(await broken()).toMatchObject({ error: { cause: 'cursor' } });
  });

  it('is an error where there was none', async () => {
    graph.answers(replays('error-131059'));
    expect(await broken()).toMatchObject({ error: { cause: 'cursor' } });
    expect(graph.received).toHaveLength(1);
  });
});

describe('the quota', () => {
  const twoPages = (counters: object) =>
    graph.answers(
      says(200, pageOf(templatesOf(1), 'one'), used(counters)),
      says(200, pageOf(templatesOf(1, 1)), used(counters)),
    );

  it.each([
    [74, []],
    [75, [500]],
    [85, [5_500]],
    [94, [10_000]],
  ])('at %i %% is spared by waiting %j ms between pages', async (call_count, expected) => {
    twoPages({ call_count });
    expect(await read()).toHaveLength(2);
    expect(waits).toEqual(expected);
  });

  it('that is nearly spent is waited for where Meta says how long', async () => {
    twoPages({ call_count: 96, estimated_time_to_regain_access: 4 });
    expect(await read()).toHaveLength(2);
    expect(waits).toEqual([240_000]);
  });

  it.each([[{ call_count: 96 }], [{ total_time: 99, estimated_time_to_regain_access: 45 }]])(
    'that is nearly spent (%j) ends the reading before it is',
    async (counters) => {
      twoPages(counters);
      expect(await broken()).toMatchObject({ pages: [{}], error: { cause: 'quota' } });
      expect(graph.received).toHaveLength(1);
    },
  );

  it('that is nearly spent with the last page hurts nobody', async () => {
    graph.answers(says(200, pageOf(templatesOf(1)), used({ call_count: 99 })));
    expect(await read()).toMatchObject([{ usage: 99 }]);
  });
});

describe('a reader', () => {
  it('who leaves calls the next page off', async () => {
    let closed: () => void = () => {};
    const calledOff = new Promise<void>((resolve) => (closed = resolve));
    graph.answers(
      says(200, pageOf(templatesOf(1), 'one')),
      (_request, response) => void response.on('close', closed),
    );
    for await (const page of source.all(ACCOUNT, { signal: new AbortController().signal })) {
      expect(page.templates).toHaveLength(1);
      await new Promise<void>((resolve) => {
        const look = () => (graph.received.length === 2 ? resolve() : void setImmediate(look));
        look();
      });
      break;
    }
    await calledOff;
  });

  it('who is told to stop stops, also while waiting for an answer', async () => {
    graph.answers(() => {});
    const stop = new AbortController();
    const reading = read(undefined, stop.signal);
    setImmediate(() => stop.abort(new Error('stopped')));
    await expect(reading).rejects.toThrow('stopped');
    await expect(read(undefined, stop.signal)).rejects.toThrow('stopped');
  });
});

it('a token that dies in the middle is renewed and nothing is lost', async () => {
  await accounts.onApplicationShutdown();
  source = open(graph.url, new FakeTokens(['EAAold', 'EAAnew']));
  graph.answers(
    says(200, pageOf(templatesOf(1), 'one')),
    says(401, { error: { code: 190, error_subcode: 463 } }),
    says(200, pageOf(templatesOf(1, 1))),
  );
  expect(namesIn(await read())).toEqual(['modele_0', 'modele_1']);
});
