import { Rig, updatesOf, type Json, type Received } from '../service.fake.js';

const TO = '+243810000001';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(() => rig.reset());

const bodies = (webhooks: Received[]): unknown[] =>
  webhooks.flatMap((webhook) => updatesOf(webhook, 'messages').map(({ text }) => (text as Json)['body']));

describe('a message of a person', () => {
  it('reaches the service, and the second tick shows it', async () => {
    const id = await rig.write(TO);
    const [webhook] = await rig.service.wait(1);
    expect(updatesOf(webhook!, 'messages')).toMatchObject([
      { id, from: '243810000001', text: { body: 'Bonjour' } },
    ]);
    await until(async () => (await ticks()).join() === 'delivered');
  });

  it('is delivered again until the service answers 200, and the next one waits for it', async () => {
    rig.service.answers = [503, 401, 500];
    await rig.write(TO, 'un');
    await rig.write(TO, 'deux');
    const webhooks = await rig.service.wait(5);
    expect(bodies(webhooks)).toEqual(['un', 'un', 'un', 'un', 'deux']);
    expect(new Set(webhooks.slice(0, 4).map(({ raw }) => raw)).size).toBe(1);
  });

  it('is given up after so many attempts, and the next one goes on', async () => {
    await rig.options({ webhooks: { attempts: 2 } });
    rig.service.answers = [500, 500];
    await rig.write(TO, 'un');
    await rig.write(TO, 'deux');
    expect(bodies(await rig.service.wait(3))).toEqual(['un', 'un', 'deux']);
    const { json } = await rig.control('GET', '/sim/webhooks');
    expect((json['items'] as Json[])[0]).toMatchObject({ state: 'given up', attempts: 2, answer: 500 });
  });

  it('does not wait for the messages of another person', async () => {
    await rig.options({ webhooks: { firstRetryMs: 600_000 } });
    rig.service.answers = [500];
    await rig.write(TO, 'un');
    await rig.service.wait(1);
    await rig.write('+243810000002', 'autre');
    expect(bodies(await rig.service.wait(2))).toEqual(['un', 'autre']);
  });

  it('comes several times at once when webhooks are doubled', async () => {
    await rig.options({ webhooks: { copies: 3 } });
    const id = await rig.write(TO);
    const webhooks = await rig.service.wait(3);
    expect(
      webhooks.flatMap((webhook) => updatesOf(webhook, 'messages').map((message) => message['id'])),
    ).toEqual([id, id, id]);
  });

  it('shows no number when the person has a user name', async () => {
    const { json: phone } = await rig.control('POST', '/sim/phones', { number: TO, hidden: true });
    await rig.write(TO);
    const [webhook] = await rig.service.wait(1);
    expect(webhook!.raw).not.toContain('243810000001"');
    expect(updatesOf(webhook!, 'messages')[0]).toMatchObject({ from_user_id: phone['userId'] });
    expect(updatesOf(webhook!, 'messages')[0]).not.toHaveProperty('from');
  });
});

describe('several messages', () => {
  it('go in one POST as a batch, with each person once among the contacts', async () => {
    await rig.control('POST', '/sim/messages', {
      messages: [
        { from: TO, type: 'text', text: 'un' },
        { from: '+243810000002', type: 'text', text: 'deux' },
        { from: TO, type: 'text', text: 'trois' },
      ],
    });
    const [webhook] = await rig.service.wait(1);
    expect(bodies([webhook!])).toEqual(['un', 'deux', 'trois']);
    const value = (webhook!.body['entry'] as { changes: { value: { contacts: Json[] } }[] }[])[0]!.changes[0]!
      .value;
    expect(value.contacts.map(({ wa_id }) => wa_id)).toEqual(['243810000001', '243810000002']);
  });

  it('go out of order, and several times, when asked to', async () => {
    const messages = ['un', 'deux', 'trois'].map((text) => ({ from: TO, type: 'text', text }));
    await rig.control('POST', '/sim/messages', { messages, as: 'each', order: 'reversed', copies: 2 });
    expect(bodies(await rig.service.wait(6))).toEqual(['trois', 'trois', 'deux', 'deux', 'un', 'un']);
  });

  it('a thousand of them fit into one POST', async () => {
    const messages = Array.from({ length: 1_000 }, (_, index) => ({
      from: TO,
      type: 'text',
      text: `n${index}`,
    }));
    await rig.control('POST', '/sim/messages', { messages });
    expect(bodies(await rig.service.wait(1))).toHaveLength(1_000);
  });

  it('are held back and released as one', async () => {
    await rig.options({ webhooks: { hold: true } });
    await rig.write(TO, 'un');
    await rig.write(TO, 'deux');
    expect(rig.service.received).toEqual([]);
    expect((await rig.control('POST', '/sim/webhooks/release')).json).toEqual({ released: 2 });
    expect(bodies(await rig.service.wait(1))).toEqual(['un', 'deux']);
    await until(async () => (await ticks()).join() === 'delivered,delivered');
  });

  it('are released one by one, the last first, when asked to', async () => {
    await rig.options({ webhooks: { hold: true } });
    await rig.write(TO, 'un');
    await rig.write(TO, 'deux');
    await rig.control('POST', '/sim/webhooks/release', { as: 'each', order: 'reversed' });
    expect(bodies(await rig.service.wait(2))).toEqual(['deux', 'un']);
  });
});

describe('a webhook by hand', () => {
  it('carries exactly the given bytes, signed rightly, wrongly or not at all', async () => {
    const base64 = Buffer.from([0xff, 0xfe, 0x7b]).toString('base64');
    for (const wish of [
      { body: { a: 'é' } },
      { text: '{"a":1}', signature: 'wrong' },
      { base64, signature: 'none' },
    ]) {
      expect((await rig.control('POST', '/sim/webhooks', wish)).json).toEqual({ answer: 200 });
    }
    const [right, wrong, none] = rig.service.received;
    expect(right!.raw).toBe('{"a":"\\u00e9"}');
    expect(wrong!.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(none!.headers['x-hub-signature-256']).toBeUndefined();
  });

  it('tells what the service answered, without repeating it', async () => {
    rig.service.answers = [413];
    expect((await rig.control('POST', '/sim/webhooks', { body: {} })).json).toEqual({ answer: 413 });
    expect(rig.service.received).toHaveLength(1);
  });
});

describe('the handshake', () => {
  it('succeeds with the verify token', async () => {
    expect((await rig.control('POST', '/sim/handshake')).json).toEqual({ verified: true, answer: 200 });
  });
});

describe('a service that is not there', () => {
  it('is called again, and gets the message when it is back', async () => {
    const away = await Rig.start({ webhookUrl: 'http://127.0.0.1:9/whatsapp/webhook' });
    await away.write(TO);
    await until(async () => {
      const { json } = await away.control('GET', '/sim/webhooks');
      return Number((json['items'] as Json[])[0]!['attempts']) >= 2;
    });
    const { json } = await away.control('GET', '/sim/webhooks');
    expect((json['items'] as Json[])[0]).toMatchObject({ state: 'waiting', answer: 'unreachable' });
    await away.stop();
  });
});

async function ticks(): Promise<unknown[]> {
  const { json } = await rig.control('GET', `/sim/phones/${TO}`);
  return (json['chat'] as Json[]).map((bubble) => bubble['ticks']);
}

/** Asks again until it is so; the test's own time limit ends it otherwise. */
async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setImmediate(resolve));
}
