import { Rig, updatesOf, type Json } from '../service.fake.js';

const TO = '+243810000001';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(() => rig.reset());

const say = (wish: object, number = TO): Promise<{ status: number; json: Json }> =>
  rig.control('POST', `/sim/phones/${number}/messages`, wish);
const offer = async (interactive: object): Promise<void> => {
  await rig.write(TO);
  await rig.send({ to: TO, type: 'interactive', interactive });
  rig.service.received.length = 0;
};
const chat = async (): Promise<Json[]> =>
  (await rig.control('GET', `/sim/phones/${TO}`)).json['chat'] as Json[];

describe('the phones', () => {
  it('are one at first, and each new one has a number and a name of its own', async () => {
    await rig.control('POST', '/sim/phones', {});
    await rig.control('POST', '/sim/phones', { number: '+243 99 000 00 07', name: 'Naomie' });
    const { json } = await rig.control('GET', '/sim/phones');
    expect((json as unknown as Json[]).map(({ number }) => number)).toEqual([
      '243990000007',
      '243810000002',
      '243810000001',
    ]);
  });

  it('can be removed, with what they show', async () => {
    await rig.write(TO);
    expect((await rig.control('DELETE', `/sim/phones/${TO}`)).status).toBe(204);
    expect((await rig.control('GET', `/sim/phones/${TO}`)).status).toBe(404);
  });

  it('appear by themselves when somebody writes from one', async () => {
    await say({ type: 'text', text: 'Mbote', name: 'Trésor' }, '+243820000005');
    expect((await rig.control('GET', '/sim/phones/+243820000005')).json).toMatchObject({ name: 'Trésor' });
  });

  it('must have a number', async () => {
    expect((await rig.control('POST', '/sim/phones', { number: 'Grâce' })).status).toBe(400);
    expect((await say({ type: 'text', text: 'x' }, 'Grace')).status).toBe(400);
  });

  it('remember the newest messages only', async () => {
    for (let count = 0; count < 205; count += 1) await rig.write(TO, `n${count}`);
    const shown = await chat();
    expect([shown.length, (shown[0]!['content'] as Json)['text']]).toEqual([200, 'n5']);
  });
});

describe('a tap', () => {
  const buttons = {
    type: 'button',
    body: { text: 'Oui ?' },
    action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Oui' } }] },
  };

  it('on a button is found by id or by title, and shown as tapped', async () => {
    await offer(buttons);
    expect((await say({ type: 'tap', choice: 'Oui' })).status).toBe(201);
    const [webhook] = await rig.service.wait(1, (each) => updatesOf(each, 'messages').length > 0);
    expect(updatesOf(webhook!, 'messages')[0]).toMatchObject({
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Oui' } },
    });
    expect((await chat()).at(-2)).toMatchObject({ tapped: 'yes' });
  });

  it('on a list carries the description', async () => {
    await offer({
      type: 'list',
      body: { text: 'Où ?' },
      action: {
        button: 'Choisir',
        sections: [{ rows: [{ id: 'KI', title: 'Kinshasa', description: 'Ville' }] }],
      },
    });
    await say({ type: 'tap', choice: 'KI' });
    const [webhook] = await rig.service.wait(1, (each) => updatesOf(each, 'messages').length > 0);
    expect(updatesOf(webhook!, 'messages')[0]).toMatchObject({
      interactive: { type: 'list_reply', list_reply: { id: 'KI', title: 'Kinshasa', description: 'Ville' } },
    });
  });

  it('on something that nobody offered is refused', async () => {
    await offer(buttons);
    expect((await say({ type: 'tap', choice: 'Non' })).status).toBe(409);
  });
});

describe('the stream of the phone page', () => {
  it('tells each bubble and each tick as it happens', async () => {
    const stream = await fetch(`${rig.origin}/sim/events`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const id = await rig.write(TO);
    let heard = '';
    while (!heard.includes('"ticks":"delivered"')) heard += (await reader.read()).value ?? '';
    await reader.cancel();
    const items = heard
      .split('\n\n')
      .filter((part) => part.startsWith('data: '))
      .map((part) => JSON.parse(part.slice(6)) as Json);
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'bubble', bubble: expect.objectContaining({ id, ticks: 'sent' }) }),
    );
    expect(items).toContainEqual(expect.objectContaining({ kind: 'wire' }));
  });
});
