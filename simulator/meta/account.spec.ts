import { Rig, type Json } from '../service.fake.js';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(() => rig.reset());

const get = async (path: string) => (await rig.graph('GET', `/v25.0/${path}`)).json;
const errorOf = ({ json }: { json: Json }) => json['error'] as Json;

describe('the number', () => {
  it('tells the fields that are asked for, as the desk set them', async () => {
    await rig.control('PATCH', '/sim/account', { quality: 'RED', messagingLimit: 'TIER_250' });
    const { phoneNumberId } = rig.settings;
    expect(
      await get(`${phoneNumberId}?fields=quality_rating,whatsapp_business_manager_messaging_limit`),
    ).toEqual({
      quality_rating: 'RED',
      whatsapp_business_manager_messaging_limit: 'TIER_250',
      id: phoneNumberId,
    });
    expect(await get(`${phoneNumberId}?fields=name_status,webhook_configuration`)).toMatchObject({
      webhook_configuration: { application: rig.settings.webhookUrl },
    });
    expect(errorOf(await rig.graph('GET', `/v25.0/${phoneNumberId}?fields=colour`))).toMatchObject({
      code: 100,
    });
  });

  it('stands among the numbers of its account', async () => {
    const { phoneNumberId, businessAccountId } = rig.settings;
    expect(await get(`${businessAccountId}/phone_numbers?fields=id`)).toMatchObject({
      data: [{ id: phoneNumberId }],
      paging: { cursors: {} },
    });
    expect(await get(`${businessAccountId}?fields=name,account_review_status`)).toEqual({
      name: 'Relais',
      account_review_status: 'APPROVED',
      id: businessAccountId,
    });
    expect(await get(rig.settings.appId)).toMatchObject({ id: rig.settings.appId });
  });
});

describe('the subscription of the app', () => {
  const subscribe = (body?: object) =>
    rig.graph('POST', `/v25.0/${rig.settings.businessAccountId}/subscribed_apps`, body);
  const subscriptions = async () => (await get(`${rig.settings.businessAccountId}/subscribed_apps`))['data'];

  it('is there from the beginning; without it no webhook comes', async () => {
    expect(await subscriptions()).toMatchObject([{ whatsapp_business_api_data: { id: rig.settings.appId } }]);
    await rig.graph('DELETE', `/v25.0/${rig.settings.businessAccountId}/subscribed_apps`);
    expect(await subscriptions()).toEqual([]);
    await rig.write('+243810000001', 'perdu');
    await subscribe();
    await rig.write('+243810000001', 'entendu');
    const [webhook] = await rig.service.wait(1);
    expect(webhook!.raw).toContain('entendu');
    expect(rig.service.received).toHaveLength(1);
  });

  it('can send messages elsewhere, once the other place has proved itself', async () => {
    const other = `${rig.settings.webhookUrl}/autre`;
    const wrong = await subscribe({ override_callback_uri: other, verify_token: 'wrong' });
    expect(errorOf(wrong)).toMatchObject({ code: 2200 });
    await subscribe({ override_callback_uri: other, verify_token: rig.settings.verifyToken });
    expect(await subscriptions()).toMatchObject([{ override_callback_uri: other }]);
    await rig.write('+243810000001');
    await rig.control('PATCH', '/sim/templates/bienvenue/fr', { quality: 'RED' });
    const webhooks = await rig.service.wait(2);
    const places = webhooks.map(({ url, raw }) => [url, raw.includes('quality')]);
    expect(new Map(places as [string, boolean][])).toEqual(
      new Map([
        ['/whatsapp/webhook/autre', false],
        ['/whatsapp/webhook', true],
      ]),
    );
  });

  it('is told to the app with its fields', async () => {
    const { appId, appSecret, webhookUrl } = rig.settings;
    const { json } = await rig.ask(`/${appId}/subscriptions?access_token=${appId}|${appSecret}`);
    expect(json).toMatchObject({ data: [{ callback_url: webhookUrl, active: true }] });
    expect((await rig.ask(`/${appId}/subscriptions?access_token=${appId}|x`)).status).toBe(401);
  });
});

describe('the quota', () => {
  const usage = async () => {
    const { headers, status } = await rig.templates();
    const account = JSON.parse(headers.get('x-business-use-case-usage')!) as Record<string, Json[]>;
    const app = JSON.parse(headers.get('x-app-usage')!) as Json;
    return { status, account: account[rig.settings.businessAccountId]![0]!, app };
  };

  it('is used up by calls, told in headers, and refused beyond its end', async () => {
    await rig.options({ limits: { management: 4 } });
    const told = [];
    for (let call = 0; call < 5; call += 1) told.push(await usage());
    expect(told.map(({ account }) => account['call_count'])).toEqual([25, 50, 75, 100, 100]);
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400]);
    expect(told[4]!.account).toMatchObject({
      type: 'whatsapp_business_management',
      estimated_time_to_regain_access: 60,
    });
    expect(errorOf(await rig.templates())).toMatchObject({ code: 80008, is_transient: true });
  });

  it('says what the desk wants it to say', async () => {
    await rig.options({ graph: { usage: 93 } });
    expect(await usage()).toMatchObject({ account: { call_count: 93 }, app: { call_count: 93 } });
  });
});

describe('the Graph', () => {
  it('says which version answers: not the dead one that was asked', async () => {
    const version = async (asked: string) =>
      (await fetch(`${rig.origin}/${asked}/1`)).headers.get('facebook-api-version');
    expect([await version('v25.0'), await version('v18.0')]).toEqual(['v25.0', 'v21.0']);
    await rig.options({ graph: { version: 'v24.0' } });
    expect(await version('v25.0')).toBe('v24.0');
  });

  it('can have a clock of its own', async () => {
    await rig.options({ graph: { clockSkewSeconds: 3_600 } });
    const { headers } = await rig.templates();
    const ahead = Date.parse(headers.get('date')!) - Date.now();
    expect(Math.abs(ahead - 3_600_000)).toBeLessThan(5_000);
  });
});

describe('a file that is uploaded in parts', () => {
  const begin = async (length: number, type = 'image/png') => {
    const query = new URLSearchParams({ file_name: 'a.png', file_length: String(length), file_type: type });
    const path = `/${rig.settings.appId}/uploads?${query.toString()}`;
    return rig.ask(path, { method: 'POST', token: rig.settings.accessToken });
  };
  const part = (id: unknown, offset: number, bytes: string, scheme = 'OAuth') =>
    fetch(`${rig.origin}/v25.0/${String(id)}`, {
      method: 'POST',
      headers: {
        authorization: `${scheme} ${rig.settings.accessToken}`,
        file_offset: String(offset),
        'content-type': 'application/octet-stream',
      },
      body: bytes,
    });
  const offset = async (id: unknown) => {
    const headers = { authorization: `OAuth ${rig.settings.accessToken}` };
    return ((await (await fetch(`${rig.origin}/v25.0/${String(id)}`, { headers })).json()) as Json)[
      'file_offset'
    ];
  };

  it('gets its handle with the last one', async () => {
    const { id } = (await begin(6)).json;
    expect(id).toMatch(/^upload:.+\?sig=/);
    expect(await (await part(id, 0, 'abc')).json()).toEqual({ id, file_offset: 3 });
    expect((await part(id, 1, 'def')).status).toBe(400);
    expect(await (await part(id, 3, 'def')).json()).toEqual({ h: expect.stringMatching(/^4::/) });
  });

  it('goes on where it broke off', async () => {
    const { id } = (await begin(6)).json;
    await rig.control('POST', '/sim/faults', { on: 'uploads', kind: 'cut', accept: true });
    await expect(part(id, 0, 'abcdef')).rejects.toThrow('fetch failed');
    expect(await offset(id)).toBe(3);
    expect(await (await part(id, 3, 'def')).json()).toHaveProperty('h');
  });

  it('wants its token behind OAuth, and a type that it knows', async () => {
    const { id } = (await begin(3)).json;
    expect((await part(id, 0, 'abc', 'Bearer')).status).toBe(401);
    expect((await begin(3, 'image/gif')).status).toBe(400);
    expect((await begin(0)).status).toBe(400);
  });
});
