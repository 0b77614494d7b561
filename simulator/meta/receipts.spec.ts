import { Rig, updatesOf, type Json, type Received } from '../service.fake.js';

const TO = '+243810000001';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.write(TO);
  await rig.service.wait(1);
});

const isStatus = (webhook: Received): boolean => updatesOf(webhook, 'statuses').length > 0;
const statuses = async (count: number): Promise<Json[]> =>
  (await rig.service.wait(count, isStatus)).flatMap((webhook) => updatesOf(webhook, 'statuses'));
const send = async (more: object = {}): Promise<string> => {
  const { json } = await rig.send({ to: TO, type: 'text', text: { body: 'x' }, ...more });
  return String((json['messages'] as Json[])[0]!['id']);
};
const names = (all: Json[]): unknown[] => all.map(({ status }) => status);

describe('the statuses of a message', () => {
  it('are sent, delivered and read, with its id and our reference', async () => {
    const id = await send({ biz_opaque_callback_data: 'ref-1' });
    const all = await statuses(3);
    expect(names(all)).toEqual(['sent', 'delivered', 'read']);
    for (const status of all) {
      expect(status).toMatchObject({ id, recipient_id: '243810000001', biz_opaque_callback_data: 'ref-1' });
      expect(status['timestamp']).toMatch(/^\d{10}$/);
    }
  });

  it('are free within the window and paid for a template', async () => {
    await send();
    await send({
      type: 'template',
      text: undefined,
      template: { name: 'hello_world', language: { code: 'en_US' } },
    });
    const sent = (await statuses(6)).filter(({ status }) => status === 'sent');
    expect(sent.map(({ pricing }) => (pricing as Json)['billable'])).toEqual([false, true]);
  });

  it('come in reverse, and twice, when asked to', async () => {
    await rig.options({ statuses: { reversed: true, copies: 2 } });
    await send();
    expect(names(await statuses(6))).toEqual(['read', 'read', 'delivered', 'delivered', 'sent', 'sent']);
  });

  it('do not come when they are off', async () => {
    await rig.options({ statuses: { mode: 'off' } });
    await send();
    await rig.options({ statuses: { mode: 'on' } });
    const second = await send();
    expect((await statuses(3)).every(({ id }) => id === second)).toBe(true);
  });

  it('say that all failed, with the code, when asked to', async () => {
    await rig.options({ statuses: { mode: 'failed', code: 131049 } });
    await send();
    expect(await statuses(1)).toMatchObject([{ status: 'failed', errors: [{ code: 131049 }] }]);
  });

  it('say that one failed although it was taken', async () => {
    await rig.control('POST', '/sim/faults', { kind: 'fail', code: 131026 });
    const first = await send();
    const second = await send();
    const all = await statuses(4);
    expect(names(all.filter(({ id }) => id === first))).toEqual(['failed']);
    expect(names(all.filter(({ id }) => id === second))).toEqual(['sent', 'delivered', 'read']);
  });
});

describe('a message that cannot arrive', () => {
  it('outside the window is taken, fails with 131047 and never stands on the phone', async () => {
    await rig.control('DELETE', `/sim/phones/${TO}/window`);
    const id = await send({ biz_opaque_callback_data: 'ref-2' });
    const [failed] = await statuses(1);
    expect(failed).toMatchObject({
      id,
      status: 'failed',
      biz_opaque_callback_data: 'ref-2',
      errors: [{ code: 131047 }],
    });
    expect(failed).not.toHaveProperty('recipient_user_id');
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    expect(json['chat']).toHaveLength(1);
  });

  it('to a number that is not on WhatsApp fails with 131026', async () => {
    await send({ to: '+243899999999' });
    expect(await statuses(1)).toMatchObject([
      { status: 'failed', recipient_id: '243899999999', errors: [{ code: 131026 }] },
    ]);
  });

  it('to a stranger arrives when strangers are welcome', async () => {
    await rig.options({ strangers: 'welcome', limits: { window: false } });
    await send({ to: '+243899999999' });
    expect(names(await statuses(3))).toEqual(['sent', 'delivered', 'read']);
  });

  it('with a link that leads nowhere fails with 131053', async () => {
    await send({ type: 'image', text: undefined, image: { link: 'http://127.0.0.1:9/a.png' } });
    expect(await statuses(1)).toMatchObject([{ status: 'failed', errors: [{ code: 131053 }] }]);
  });
});
