import { until } from '../until.js';
import { type Books, sqliteBooks } from './books.js';
import { Crowd } from './crowd.js';
import { type Call, type Fate, graphError } from './rehearsal-graph.js';
import { Stage, UNKNOWN_WAIT_SECONDS } from './stage.js';
import type { ServerProcess } from '../story/server-process.js';

const ACCEPT: Fate = { does: 'accept' };
const PEOPLE = 3;

/** What the first call of each message to these people meets, or the first of all; later ones are taken. */
interface Trouble {
  prefix: string;
  what: string;
  fate: Fate;
}

const OF_A_MESSAGE: Trouble[] = [
  {
    prefix: '2438401',
    what: 'answers 500 with an error of its own',
    fate: { does: 'refuse', status: 500, body: graphError(131000) },
  },
  {
    prefix: '2438402',
    what: 'says that one person got too many at once (131056)',
    fate: { does: 'refuse', status: 400, body: graphError(131056) },
  },
  {
    prefix: '2438403',
    what: 'cuts the connection after it took the message',
    fate: { does: 'cut' },
  },
  {
    prefix: '2438404',
    what: 'cuts the connection before it took the message',
    fate: { does: 'lose' },
  },
];

const OF_THE_NUMBER: Trouble[] = [
  {
    prefix: '2438405',
    what: 'answers 503 for everything',
    fate: { does: 'refuse', status: 503, body: graphError(131016) },
  },
  {
    prefix: '2438406',
    what: 'answers 429 with Retry-After',
    fate: { does: 'refuse', status: 429, body: {}, headers: { 'retry-after': '1' } },
  },
];

describe('a Graph API that misbehaves', () => {
  const stage = new Stage();
  const met = new Set<string>();
  let books: Books;
  let server: ServerProcess;
  let hasGoodToken = true;

  beforeAll(async () => {
    await stage.open();
    books = sqliteBooks(stage.folder);
    stage.graph.fate = (call) => (hasGoodToken ? fateOf(call) : NO_TOKEN);
    server = stage.add(books);
    await server.start();
  });
  afterAll(() => stage.close());

  const NO_TOKEN: Fate = { does: 'refuse', status: 401, body: graphError(190, { error_subcode: 463 }) };

  function fateOf({ to, reference }: Call): Fate {
    const isFor = ({ prefix }: Trouble) => to.startsWith(`+${prefix}`);
    const ofMessage = OF_A_MESSAGE.find(isFor);
    const trouble = ofMessage ?? OF_THE_NUMBER.find(isFor);
    const key = ofMessage === undefined ? (trouble?.prefix ?? '') : reference;
    if (trouble === undefined || met.has(key)) return ACCEPT;
    met.add(key);
    return trouble.fate;
  }

  async function greet(prefix: string, words: readonly string[] = ['Bonjour']): Promise<string[]> {
    const crowd = new Crowd(stage.postman, prefix, 1, 0);
    const writers = await Promise.all(Array.from({ length: PEOPLE }, () => crowd.converse(words)));
    return writers.map(({ waId }) => waId);
  }

  const callsTo = (prefix: string) => stage.graph.calls.filter(({ to }) => to.startsWith(`+${prefix}`));
  const answersTo = (people: readonly string[]) => people.map((waId) => stage.graph.wordsTo(waId).length);
  /** How many answers each has once nothing moves any more. */
  const atLast = async (people: readonly string[]) => {
    await stage.quiet(books);
    return answersTo(people);
  };

  describe('towards some', () => {
    const words = ['Bonjour', 'oui'];
    const people = new Map<string, string[]>();
    beforeAll(async () => {
      for (const { prefix } of OF_A_MESSAGE) people.set(prefix, await greet(prefix, words));
      await stage.quiet(books);
    }, 120_000);

    it.each(OF_A_MESSAGE)('$what: both answers arrive, once and in order', ({ prefix }) => {
      const got = (people.get(prefix) ?? []).map((waId) =>
        stage.graph.wordsTo(waId).map((text) => text.split('\n')[0]),
      );
      expect(got).toEqual(Array(PEOPLE).fill(['*Service de santé*', '*Question 1/5*']));
    });

    it('what was taken before the cut is settled by its report and not sent again', () => {
      expect(callsTo('2438403')).toHaveLength(PEOPLE * words.length);
    });

    it('what was not taken is sent again after the wait, not before', () => {
      const calls = callsTo('2438404');
      const references = [...new Set(calls.map(({ reference }) => reference))];
      const waits = references.map((wanted) => {
        const [one, other] = calls.filter(({ reference }) => reference === wanted);
        return (other?.at ?? 0) - (one?.at ?? 0);
      });
      expect(waits).toHaveLength(PEOPLE * words.length);
      expect(waits.filter((wait) => wait < UNKNOWN_WAIT_SECONDS * 1_000)).toEqual([]);
    });
  });

  it.each(OF_THE_NUMBER)(
    '$what: the number rests and everything arrives afterwards, once',
    async ({ prefix }) => {
      expect(await atLast(await greet(prefix))).toEqual(Array(PEOPLE).fill(1));
    },
  );

  it('refuses the token: the number rests, and with a good one everything goes out, in order', async () => {
    hasGoodToken = false;
    const early = await greet('2438407', ['Bonjour', 'oui']);
    await until('the number rests', () => /rests for \d+ s: 190/.test(server.output));
    const late = await greet('2438408');
    // Who brings a new token starts the server anew.
    expect(await server.stop()).toBe(0);
    expect(callsTo('2438408')).toEqual([]);
    hasGoodToken = true;
    await server.start();
    expect(await atLast(early)).toEqual(Array(PEOPLE).fill(2));
    expect(await atLast(late)).toEqual(Array(PEOPLE).fill(1));
    expect(stage.graph.doubled()).toEqual([]);
    const first = stage.graph.wordsTo(early[0] ?? '').map((text) => text.split('\n')[0]);
    expect(first).toEqual(['*Service de santé*', '*Question 1/5*']);
  });
});
