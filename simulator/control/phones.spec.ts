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

const lastMessage = async (): Promise<Json> => {
  const webhooks = await rig.service.wait(1, (each) => updatesOf(each, 'messages').length > 0);
  return updatesOf(webhooks.at(-1)!, 'messages').at(-1)!;
};
const valuesOf = (field: string) =>
  rig.service.received
    .flatMap(({ body }) => body['entry'] as { changes: { field: string; value: Json }[] }[])
    .flatMap(({ changes }) => changes)
    .filter((change) => change.field === field)
    .map(({ value }) => value);

describe('what else a person does', () => {
  it('fills in the form that was offered last', async () => {
    await offer({
      type: 'flow',
      body: { text: 'Inscription' },
      action: {
        name: 'flow',
        parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Commencer', flow_token: 'jeton' },
      },
    });
    await say({ type: 'form', fields: { ville: 'KI' } });
    const { interactive, context } = (await lastMessage()) as { interactive: Json; context: Json };
    expect(interactive).toMatchObject({ type: 'nfm_reply', nfm_reply: { name: 'flow' } });
    const reply = interactive['nfm_reply'] as { response_json: string };
    expect(JSON.parse(reply.response_json)).toEqual({ flow_token: 'jeton', ville: 'KI' });
    expect(context['id']).toBe((await chat()).at(-2)!['id']);
    expect((await chat()).at(-1)).toMatchObject({ content: { type: 'answers' } });
  });

  it('sends a cart', async () => {
    await say({ type: 'order', catalog: '2', items: [{ product: 'SKU-1', quantity: 2, price: 12.5 }] });
    expect(await lastMessage()).toMatchObject({
      type: 'order',
      order: {
        catalog_id: '2',
        product_items: [{ product_retailer_id: 'SKU-1', quantity: 2, item_price: 12.5, currency: 'USD' }],
      },
    });
  });

  it('asks about a product, passes something on, comes from an advertisement', async () => {
    await say({
      type: 'text',
      text: 'En stock ?',
      product: { catalog: '2', id: 'SKU-1' },
      forwarded: 'often',
      referral: { source_type: 'ad', source_id: '1' },
    });
    expect(await lastMessage()).toMatchObject({
      context: {
        frequently_forwarded: true,
        referred_product: { catalog_id: '2', product_retailer_id: 'SKU-1' },
      },
      referral: { source_type: 'ad' },
    });
  });

  it('finds other words for a message, and takes it back', async () => {
    const id = await rig.write(TO, 'Bonjour');
    await rig.service.wait(1);
    rig.service.received.length = 0;
    await say({ type: 'edit', messageId: id, text: 'Bonsoir' });
    expect(await lastMessage()).toMatchObject({
      type: 'edit',
      edit: { original_message_id: id, message: { type: 'text', text: { body: 'Bonsoir' } } },
    });
    expect((await chat()).at(-1)).toMatchObject({ edited: true, content: { text: 'Bonsoir' } });
    rig.service.received.length = 0;
    await say({ type: 'revoke', messageId: id });
    expect(await lastMessage()).toMatchObject({ type: 'revoke', revoke: { original_message_id: id } });
    expect((await chat()).at(-1)).toMatchObject({ content: { type: 'gone' } });
  });

  it('sends what WhatsApp does not pass on', async () => {
    await say({ type: 'unsupported' });
    expect(await lastMessage()).toMatchObject({
      type: 'unsupported',
      errors: [{ code: 131051 }],
      unsupported: { type: 'poll' },
    });
  });
});

describe('a person who changes', () => {
  const change = (wish: object) => rig.control('POST', `/sim/phones/${TO}/changes`, wish);

  it('has another number, and the same chat', async () => {
    await rig.write(TO);
    await rig.service.wait(1);
    rig.service.received.length = 0;
    expect((await change({ type: 'number', number: '+243990000009' })).status).toBe(201);
    const message = await lastMessage();
    expect(message).toMatchObject({
      from: '243810000001',
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '243990000009' },
    });
    expect(valuesOf('messages')[0]).not.toHaveProperty('contacts');
    expect((await rig.control('GET', `/sim/phones/${TO}`)).status).toBe(404);
    const { json } = await rig.control('GET', '/sim/phones/+243990000009');
    expect(json['chat']).toHaveLength(1);
  });

  it('has another id', async () => {
    const { json: before } = await rig.control('GET', `/sim/phones/${TO}`);
    await change({ type: 'user-id' });
    await rig.service.wait(2);
    const { json: after } = await rig.control('GET', `/sim/phones/${TO}`);
    expect(after['userId']).not.toBe(before['userId']);
    expect(await lastMessage()).toMatchObject({ system: { user_id: after['userId'] } });
    expect(valuesOf('user_id_update')).toMatchObject([
      { user_id_update: [{ user_id: { previous: before['userId'], current: after['userId'] } }] },
    ]);
  });

  it('wants no more marketing', async () => {
    await change({ type: 'marketing', value: 'stop' });
    await rig.service.wait(1);
    expect(valuesOf('user_preferences')).toMatchObject([
      { user_preferences: [{ wa_id: '243810000001', category: 'marketing_messages', value: 'stop' }] },
    ]);
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
