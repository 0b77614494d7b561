import { SystemClock } from '../kernel/clock.js';
import { Secret } from '../kernel/secret.js';
import { IssuerRegistry } from './issuer-registry.js';
import { Issuing } from './issuing.js';
import { FakeIssuer } from './token.fake.js';

const ID = '1';
const TOKEN = 'EAAthe-token-itself';

function desk() {
  const issuer = new FakeIssuer(new SystemClock(), [{ id: ID, appSecret: new Secret('the-app-secret') }]);
  const registry = new IssuerRegistry();
  registry.add(issuer);
  return { issuer, sut: new Issuing(registry), pair: { token: issuer.issue(TOKEN) } };
}

describe('a question to the issuer', () => {
  it('is asked with the secret of the token, else with that of the settings', async () => {
    const { issuer, sut, pair } = desk();
    const inspect = jest.spyOn(issuer, 'inspect');
    await sut.inspect(ID, pair);
    const own = new Secret('its-own');
    await sut.inspect(ID, { ...pair, appSecret: own });
    expect(inspect.mock.calls.map((call) => (call as unknown[])[2])).toEqual([
      issuer.accounts[0]?.appSecret,
      own,
    ]);
  });

  it('brings no token or secret back, wherever the answer holds one', async () => {
    const { issuer, sut, pair } = desk();
    issuer.change(TOKEN, { locked: `${TOKEN} with the-app-secret` });
    issuer.refusal = `no: ${TOKEN}`;
    jest.spyOn(issuer, 'queued');
    const answers = [await sut.tryAll(ID, pair), await sut.renew(ID, pair)];
    issuer.inspect = () => Promise.reject(new Error(`https://x/?input_token=${TOKEN}`));
    answers.push(await sut.tryAll(ID, pair));
    expect(answers).toMatchObject([{ works: false }, { outcome: 'refused' }, { works: false }]);
    expect(JSON.stringify(answers)).not.toMatch(/EAAthe|the-app-secret/);
  });

  it('ends after half a minute, whether or not there is an answer', async () => {
    jest.useFakeTimers();
    const { issuer, sut, pair } = desk();
    issuer.beforeRenewal = () => new Promise(() => undefined);
    const asked = sut.renew(ID, pair);
    await jest.advanceTimersByTimeAsync(30_000);
    jest.useRealTimers();
    expect(await asked).toMatchObject({ outcome: 'unreachable' });
  });

  it('forgives scopes that were missing before, and no others', async () => {
    const { issuer, sut, pair } = desk();
    issuer.change(TOKEN, { missingScopes: ['a', 'b'] });
    expect(await sut.tryAll(ID, pair, ['a', 'b'])).toMatchObject({ works: true });
    expect(await sut.tryAll(ID, pair, ['a'])).toMatchObject({
      works: false,
      trouble: { reason: expect.stringMatching(/: b\.$/) },
    });
  });
});

describe('the registry of issuers', () => {
  it('means the first account when nobody says which, and knows no strangers', () => {
    const { issuer } = desk();
    const registry = new IssuerRegistry();
    expect(() => registry.meant()).toThrow('no account is configured');
    registry.add(issuer);
    expect(registry.meant()).toBe(ID);
    expect(() => registry.meant('2')).toThrow('account 2');
  });
});
