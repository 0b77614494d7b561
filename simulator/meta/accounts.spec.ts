import { createHmac } from 'node:crypto';
import { Rig, type Json, type Received } from '../service.fake.js';

const WABA = '300000000000009';
const ONE = '300000000000001';
const TWO = '300000000000002';
const PERSON = '243810000001';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.control('POST', '/sim/accounts', {
    businessAccountId: WABA,
    appId: '400000000000001',
    appSecret: 'their-secret',
    accessToken: 'EAAtheirs',
    numbers: [{ phoneNumberId: ONE, displayPhoneNumber: '+243 990 000 001' }, { phoneNumberId: TWO }],
  });
});

const ask = (path: string, token = 'EAAtheirs') => rig.ask(`/${path}`, { token });
const errorOf = ({ json }: { json: Json }) => json['error'] as Json | undefined;
const numberIn = ({ raw }: Received): string => /"phone_number_id":"(\d+)"/.exec(raw)?.[1] ?? '';

describe('a second account', () => {
  it('has numbers, an app and facts of its own', async () => {
    expect((await ask(`${WABA}/phone_numbers?fields=id`)).json).toMatchObject({
      data: [{ id: ONE }, { id: TWO }],
    });
    expect((await ask(`${ONE}?fields=display_phone_number`)).json).toMatchObject({
      display_phone_number: '+243990000001',
    });
    await rig.ask(`/${WABA}/subscribed_apps`, { method: 'DELETE', token: 'EAAtheirs' });
    expect((await ask(`${WABA}/subscribed_apps`)).json).toEqual({ data: [] });
    const first = await rig.graph('GET', `/v25.0/${rig.settings.businessAccountId}/subscribed_apps`);
    expect(first.json['data']).toHaveLength(1);
  });

  it('opens to its own token alone', async () => {
    for (const [path, token] of [
      [ONE, rig.settings.accessToken],
      [`${WABA}/phone_numbers`, rig.settings.accessToken],
      [rig.settings.phoneNumberId, 'EAAtheirs'],
    ] as const)
      expect(errorOf(await ask(path, token))).toMatchObject({ code: 100, error_subcode: 33 });
    const sent = await rig.ask(`/${ONE}/messages`, {
      method: 'POST',
      token: rig.settings.accessToken,
      body: { messaging_product: 'whatsapp', to: PERSON, type: 'text', text: { body: 'non' } },
    });
    expect(sent.status).toBe(400);
  });

  it('has a token that its own app knows, and no other', async () => {
    const asked = (app: string) =>
      rig.ask(`/debug_token?input_token=EAAtheirs&access_token=${encodeURIComponent(app)}`);
    expect((await asked('400000000000001|their-secret')).json).toMatchObject({
      data: { is_valid: true, app_id: '400000000000001', granular_scopes: [{ target_ids: [WABA] }, {}] },
    });
    expect(errorOf(await asked('400000000000001|another'))).toMatchObject({ code: 190 });
    expect(errorOf(await asked(`${rig.settings.appId}|${rig.settings.appSecret}`))).toMatchObject({
      code: 100,
    });
  });

  it('talks with people through its numbers, signed with its own secret', async () => {
    await rig.control('POST', `/sim/phones/${PERSON}/messages`, { type: 'text', text: 'Bonjour', to: ONE });
    const [heard] = await rig.service.wait(1);
    expect([heard?.body['entry'], heard && numberIn(heard)]).toMatchObject([[{ id: WABA }], ONE]);
    const signature = createHmac('sha256', 'their-secret')
      .update(heard?.raw ?? '')
      .digest('hex');
    expect(heard?.headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    const sent = await rig.ask(`/${TWO}/messages`, {
      method: 'POST',
      token: 'EAAtheirs',
      body: { messaging_product: 'whatsapp', to: PERSON, type: 'text', text: { body: 'Salut' } },
    });
    expect(sent.status).toBe(200);
    const reports = await rig.service.wait(3, ({ raw }) => raw.includes('"statuses"'));
    expect(reports.map(numberIn)).toEqual([TWO, TWO, TWO]);
    const { json } = await rig.control('GET', `/sim/phones/${PERSON}`);
    expect(json['chat']).toMatchObject([
      { side: 'person', line: ONE },
      { side: 'service', line: TWO },
    ]);
  });

  it('is told apart in a batch that concerns several numbers', async () => {
    const say = (to?: string) => ({ from: PERSON, type: 'text', text: 'x', ...(to && { to }) });
    await rig.control('POST', '/sim/messages', { messages: [say(), say(ONE), say(TWO), say()] });
    const heard = await rig.service.wait(3);
    expect(heard.map(numberIn).toSorted()).toEqual([rig.settings.phoneNumberId, ONE, TWO]);
  });

  it('takes more numbers, none twice, and goes with the world', async () => {
    const more = await rig.control('POST', '/sim/accounts', { businessAccountId: WABA, numbers: [{}] });
    expect(more.json['numbers']).toHaveLength(3);
    expect(more.json).not.toHaveProperty('accessToken');
    const again = await rig.control('POST', '/sim/accounts', { numbers: [{ phoneNumberId: ONE }] });
    expect(again.status).toBe(409);
    const nowhere = await rig.control('POST', `/sim/phones/${PERSON}/messages`, {
      type: 'text',
      text: 'x',
      to: '5',
    });
    expect(nowhere.status).toBe(404);
    await rig.reset();
    const { json } = await rig.control('GET', '/sim/accounts');
    expect(json).toMatchObject([{ businessAccountId: rig.settings.businessAccountId }]);
  });
});
