import { createHmac } from 'node:crypto';
import { Rig, type Json } from '../service.fake.js';

const DAY_S = 86_400;
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(() => rig.reset());

const make = async (wish: object): Promise<string> =>
  String((await rig.control('POST', '/sim/tokens', wish)).json['value']);
const change = (id: string, wish: object) => rig.control('PATCH', `/sim/tokens/${id}`, wish);
const list = (token?: string) => rig.ask(`/${rig.settings.businessAccountId}/message_templates`, { token });
const errorOf = ({ json }: { json: Json }) => json['error'] as Json;

function inspect(token: string, asker = `${rig.settings.appId}|${rig.settings.appSecret}`) {
  const query = new URLSearchParams({ input_token: token, access_token: asker });
  return rig.ask(`/debug_token?${query.toString()}`);
}

function exchange(token: string, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    grant_type: 'fb_exchange_token',
    client_id: rig.settings.appId,
    client_secret: rig.settings.appSecret,
    set_token_expires_in_60_days: 'true',
    fb_exchange_token: token,
    ...more,
  });
  return rig.ask(`/oauth/access_token?${query.toString()}`);
}

describe('the token of a call', () => {
  it.each([
    ['expired', { expiresInSeconds: 0 }, 463],
    ['killed as expired', { dead: 463 }, 463],
    ['revoked', { dead: 467 }, 467],
    ['older than the password', { dead: 460 }, 460],
  ])('that is %s is refused with 190 and the sub-code', async (_name, wish, subcode) => {
    await change('1', wish);
    const answer = await list(rig.settings.accessToken);
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toMatchObject({ code: 190, error_subcode: subcode });
    const sent = await rig.send({ to: '+243810000001', type: 'text', text: { body: 'x' } });
    expect(errorOf(sent)).toMatchObject({ code: 190, error_subcode: subcode });
  });

  it('that nobody made is refused without a sub-code, and none at all with 104', async () => {
    expect(errorOf(await list('EAAxyz'))).not.toHaveProperty('error_subcode');
    expect(errorOf(await list())).toMatchObject({ code: 104 });
  });

  it('opens only what its permissions allow', async () => {
    const sender = await make({ scopes: ['whatsapp_business_messaging'] });
    const manager = await make({ scopes: ['whatsapp_business_management'] });
    expect([(await list(sender)).status, (await list(manager)).status]).toEqual([403, 200]);
    const path = `/${rig.settings.phoneNumberId}/messages`;
    const sent = await rig.ask(path, { method: 'POST', token: manager, body: {} });
    expect(errorOf(sent)).toMatchObject({ code: 10 });
  });

  it('of another app opens nothing here', async () => {
    const token = await make({ app: 'another' });
    expect(errorOf(await list(token))).toMatchObject({ code: 100, error_subcode: 33 });
    expect(errorOf(await inspect(token))['message']).toContain('did not match the Viewing App');
  });

  it('comes with the right proof where the app demands it', async () => {
    await rig.options({ graph: { proof: true } });
    const { accessToken, appSecret } = rig.settings;
    const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
    expect((await rig.templates()).status).toBe(400);
    expect((await rig.templates({ appsecret_proof: proof })).status).toBe(200);
    expect((await rig.templates({ appsecret_proof: proof.replace(/./, 'x') })).status).toBe(400);
  });
});

describe('debug_token', () => {
  it('tells what a token of sixty days is worth', async () => {
    const token = await make({ kind: '60-day', expiresInSeconds: 10 * DAY_S });
    const { data } = (await inspect(token)).json as { data: Json };
    const expires = Number(data['expires_at']);
    expect(data).toMatchObject({
      app_id: rig.settings.appId,
      type: 'SYSTEM_USER',
      is_valid: true,
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
      granular_scopes: [{ target_ids: [rig.settings.businessAccountId] }, {}],
      issued_at: expires - 60 * DAY_S,
    });
    expect(Math.abs(expires - Date.now() / 1000 - 10 * DAY_S)).toBeLessThan(5);
  });

  it('says 0 for a token that never expires, and USER for a person', async () => {
    expect((await inspect(rig.settings.accessToken)).json).toMatchObject({ data: { expires_at: 0 } });
    expect((await inspect(await make({ kind: 'user' }))).json).toMatchObject({ data: { type: 'USER' } });
  });

  it('says why a dead one is dead', async () => {
    await change('1', { dead: 460 });
    expect((await inspect(rig.settings.accessToken)).json).toMatchObject({
      data: { is_valid: false, scopes: [], error: { code: 190, subcode: 460 } },
    });
    expect((await inspect('EAAxyz')).json).toMatchObject({ data: { is_valid: false, error: { code: 190 } } });
  });

  it('answers only to the app or to a token that lives', async () => {
    const token = rig.settings.accessToken;
    expect((await inspect(token, token)).status).toBe(200);
    expect(errorOf(await inspect(token, `${rig.settings.appId}|wrong`))).toMatchObject({ code: 190 });
    expect((await rig.ask(`/debug_token?input_token=${token}`, { token })).status).toBe(200);
    expect(errorOf(await rig.ask(`/debug_token?input_token=${token}`))).toMatchObject({ code: 104 });
  });
});

describe('an exchange', () => {
  it('gives a new token for sixty days, and the old one lives on', async () => {
    const old = await make({ kind: '60-day', expiresInSeconds: DAY_S });
    const { json } = await exchange(old);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^EAAS/),
      token_type: 'bearer',
      expires_in: 60 * DAY_S,
    });
    expect([(await list(old)).status, (await list(String(json['access_token']))).status]).toEqual([200, 200]);
    expect((await exchange(old)).json['access_token']).not.toBe(json['access_token']);
    expect((await rig.control('GET', '/sim/tokens')).json).toMatchObject({ exchanges: 2 });
  });

  it('without the flag does not prolong a token of the system, but does that of a person', async () => {
    const plain = { set_token_expires_in_60_days: 'false' };
    const system = await exchange(await make({ kind: '60-day', expiresInSeconds: DAY_S }), plain);
    const person = await exchange(await make({ kind: 'user', expiresInSeconds: 3_600 }), plain);
    expect(Number(system.json['expires_in'])).toBeLessThanOrEqual(DAY_S);
    expect(person.json['expires_in']).toBe(60 * DAY_S);
  });

  it.each([
    ['an expired token', { expiresInSeconds: 0 }, {}, 190],
    ['another app', {}, { client_id: '1' }, 101],
    ['a wrong secret', {}, { client_secret: 'x' }, 1],
    ['another grant', {}, { grant_type: 'password' }, 1],
  ])('is refused for %s', async (_name, wish, more, code) => {
    expect(errorOf(await exchange(await make({ kind: '60-day', ...wish }), more))).toMatchObject({ code });
    expect((await rig.control('GET', '/sim/tokens')).json).toMatchObject({ exchanges: 0 });
  });

  it('can be made to fail', async () => {
    const token = await make({ kind: '60-day' });
    await rig.control('POST', '/sim/faults', { on: 'tokens', kind: 'http', status: 503 });
    expect([(await exchange(token)).status, (await exchange(token)).status]).toEqual([503, 200]);
  });
});

it('a revoked token opens nothing any more', async () => {
  const token = await make({ kind: '60-day' });
  const { appId, appSecret, accessToken } = rig.settings;
  const query = new URLSearchParams({ client_id: appId, client_secret: appSecret, revoke_token: token });
  const { json } = await rig.ask(`/oauth/revoke?${query.toString()}`, { token: accessToken });
  expect(json).toEqual({ success: true });
  expect(errorOf(await list(token))).toMatchObject({ code: 190, error_subcode: 467 });
});
