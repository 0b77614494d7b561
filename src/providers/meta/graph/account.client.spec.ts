import { Logger } from '@nestjs/common';
import { RelaisError } from '../../../kernel/error.js';
import { ACCOUNT, accountsAt } from './accounts.fake.js';
import type { Accounts } from './accounts.js';
import { GraphFake, says } from './graph.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';

const CALL = { method: 'GET', path: '1', query: { fields: 'id' } } as const;
const DEAD = says(401, { error: { code: 190, error_subcode: 463 } });

let graph: GraphFake;
let accounts: Accounts;

const call = (tokens: FakeTokens) => {
  accounts = accountsAt(graph.url, tokens);
  return accounts.client(ACCOUNT).call(CALL);
};

const asked = () => graph.received.map(({ headers }) => headers.authorization);

beforeEach(async () => {
  graph = await GraphFake.open();
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await graph.close();
});

describe('a call for an account', () => {
  it('uses its token, and tells that it works', async () => {
    graph.answers(says(200, { id: '1' }));
    const tokens = new FakeTokens(['EAAone']);
    expect(await call(tokens)).toMatchObject({ end: 'answered', body: { id: '1' } });
    expect(graph.received[0]?.url).toBe('/v25.0/1?fields=id');
    expect([asked(), tokens.uses, tokens.works]).toEqual([['Bearer EAAone'], [ACCOUNT], ['v0']]);
  });

  it.each([
    ['a refusal', says(400, { error: { code: 131_009 } })],
    ['an error that says it is a success', says(200, { error: { code: 131_009 } })],
    ['a page of somebody else', says(302, 'elsewhere')],
  ])('does not tell that the token works after %s', async (_about, answer) => {
    graph.answers(answer);
    const tokens = new FakeTokens();
    expect(await call(tokens)).toMatchObject({ end: 'answered' });
    expect([tokens.works, tokens.refusals]).toEqual([[], []]);
  });

  it('is repeated once with the new token when the old one is dead', async () => {
    graph.answers(DEAD, says(200, {}));
    const tokens = new FakeTokens(['EAAone', 'EAAtwo']);
    expect(await call(tokens)).toMatchObject({ end: 'answered', status: 200 });
    expect([asked(), tokens.refusals, tokens.works]).toEqual([
      ['Bearer EAAone', 'Bearer EAAtwo'],
      ['v0'],
      ['v1'],
    ]);
  });

  it('is repeated only once, and the second death is told as well', async () => {
    graph.answers(DEAD);
    const tokens = new FakeTokens(['EAAone', 'EAAtwo', 'EAAthree']);
    expect(await call(tokens)).toMatchObject({ end: 'tokenless', answer: { status: 401 } });
    expect([asked().length, tokens.refusals]).toEqual([2, ['v0', 'v1']]);
  });

  it('is not repeated when nothing works any more', async () => {
    graph.answers(DEAD);
    const tokens = new FakeTokens(['EAAone']);
    expect(await call(tokens)).toMatchObject({ end: 'tokenless', answer: { status: 401 } });
    expect(asked()).toHaveLength(1);
    expect(accounts.client(ACCOUNT).isInFallback()).toBe(true);
  });

  it('is not made without a token; only what was not foreseen is logged', async () => {
    class Missing extends RelaisError {
      readonly code = 'token.missing';
      readonly kind = 'unavailable';
      readonly publicText = 'Pas de jeton.';
    }
    const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const tokens = new FakeTokens();
    tokens.fault = new Missing();
    expect(await call(tokens)).toEqual({ end: 'tokenless' });
    expect(warned).not.toHaveBeenCalled();
    await accounts.onApplicationShutdown();
    tokens.fault = new Error('database is away, EAAsecretsecret');
    expect(await call(tokens)).toEqual({ end: 'tokenless' });
    expect(warned).toHaveBeenCalledTimes(1);
    expect(String(warned.mock.calls[0])).not.toContain('EAAsecret');
    expect(graph.received).toEqual([]);
    warned.mockRestore();
  });

  it('can be called off', async () => {
    graph.answers(() => {});
    accounts = accountsAt(graph.url);
    const stop = new AbortController();
    const pending = accounts.client(ACCOUNT).call({ ...CALL, signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await pending).toMatchObject({ cause: 'CALLED_OFF' });
    expect(await accounts.client(ACCOUNT).call({ ...CALL, signal: stop.signal })).toEqual({
      end: 'unsent',
      cause: 'CALLED_OFF',
    });
  });
});
