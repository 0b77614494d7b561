import { Rig, updatesOf, type Json } from '../service.fake.js';

const TO = '+243810000001';
const OTHER = '+243810000002';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.write(TO);
  await rig.write(OTHER);
});

const send = (to = TO, more: object = {}): Promise<{ status: number; json: Json }> =>
  rig.send({ to, type: 'text', text: { body: 'x' }, ...more });
const fault = (wish: object): Promise<{ status: number; json: Json }> =>
  rig.control('POST', '/sim/faults', wish);
const sent = async (): Promise<Json[]> => (await rig.control('GET', '/sim/sent')).json['items'] as Json[];
const calls = async (): Promise<Json[]> => (await rig.control('GET', '/sim/calls')).json['items'] as Json[];

describe('a fault', () => {
  it('strikes as often as asked, and then no more', async () => {
    await fault({ kind: 'http', status: 503, times: 2 });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([503, 503, 200]);
    expect(await sent()).toHaveLength(1);
  });

  it('strikes only the recipient for whom it is meant, until it is cleared', async () => {
    await fault({ kind: 'graph', code: 131000, to: TO, times: null });
    expect((await send(OTHER)).status).toBe(200);
    expect((await send()).json).toMatchObject({ error: { code: 131000 } });
    expect((await send()).status).toBe(500);
    await rig.control('DELETE', '/sim/faults');
    expect((await send()).status).toBe(200);
  });

  it('strikes in the order in which they were set', async () => {
    await fault({ kind: 'http', status: 502 });
    await fault({ kind: 'http', status: 503 });
    expect([(await send()).status, (await send()).status]).toEqual([502, 503]);
  });

  it('is not used up by a message that is marked as read', async () => {
    const id = await rig.write(TO);
    await fault({ kind: 'http', status: 503 });
    const path = `/v25.0/${rig.settings.phoneNumberId}/messages`;
    const read = await rig.graph('POST', path, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: id,
    });
    expect(read.status).toBe(200);
    expect((await send()).status).toBe(503);
  });

  it('is refused with the field at fault when it is none', async () => {
    expect(await fault({ kind: 'http', status: 99 })).toMatchObject({
      status: 400,
      json: { issues: [{ field: 'status' }] },
    });
    expect((await rig.control('DELETE', '/sim/faults/4711')).status).toBe(404);
  });

  it('can be seen and cleared one by one', async () => {
    const { json } = await fault({ kind: 'slow', ms: 1, times: null });
    await fault({ kind: 'http', status: 503 });
    await rig.control('DELETE', `/sim/faults/${String(json['id'])}`);
    const { json: left } = await rig.control('GET', '/sim/faults');
    expect(left).toMatchObject([{ trouble: { kind: 'http' }, left: 1 }]);
  });
});

describe('a fault of the kind', () => {
  it('429 says when to come back', async () => {
    await fault({ kind: 'http', status: 429, retryAfter: 7 });
    const answer = await fetch(`${rig.origin}/v25.0/${rig.settings.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rig.settings.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: TO, text: { body: 'x' } }),
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('5xx after accept keeps the message although it answers an error', async () => {
    await fault({ kind: 'http', status: 500, accept: true });
    expect((await send()).status).toBe(500);
    expect(await sent()).toMatchObject([{ answer: 500, fault: 'http', accepted: true }]);
  });

  it('http may answer any body', async () => {
    await fault({
      kind: 'http',
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Bad gateway</h1>',
    });
    expect(await send()).toEqual({ status: 502, json: { text: '<h1>Bad gateway</h1>' } });
    await fault({ kind: 'http', status: 200, body: { success: true } });
    expect(await send()).toEqual({ status: 200, json: { success: true } });
  });

  it('timeout never answers', async () => {
    await fault({ kind: 'timeout' });
    const signal = new AbortController();
    const answer = fetch(`${rig.origin}/v25.0/${rig.settings.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rig.settings.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: TO, text: { body: 'x' } }),
      signal: signal.signal,
    });
    const { json } = await rig.control('GET', '/sim/calls?waitMs=20000');
    signal.abort();
    await expect(answer).rejects.toThrow('aborted');
    expect(json['items']).toMatchObject([{ answer: 'timeout', accepted: false }]);
    expect(await sent()).toEqual([]);
  });

  it('cut before accept breaks the connection and keeps nothing', async () => {
    await fault({ kind: 'cut' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(await sent()).toEqual([]);
    expect(await calls()).toMatchObject([{ answer: 'cut', accepted: false }]);
  });

  it('cut after accept breaks the connection, and the statuses tell that the message is there', async () => {
    await fault({ kind: 'cut', accept: true });
    await expect(send(TO, { biz_opaque_callback_data: 'ref-1' })).rejects.toThrow('fetch failed');
    const [item] = await sent();
    expect(item).toMatchObject({ answer: 'cut', accepted: true, reference: 'ref-1' });
    const webhooks = await rig.service.wait(3, (each) => updatesOf(each, 'statuses').length > 0);
    expect(webhooks.flatMap((each) => updatesOf(each, 'statuses'))[0]).toMatchObject({
      id: item!['id'],
      biz_opaque_callback_data: 'ref-1',
    });
  });

  it('slow answers truly, after those that came later', async () => {
    await fault({ kind: 'slow', ms: 200, to: TO });
    const slow = send();
    expect((await send(OTHER)).status).toBe(200);
    expect((await slow).status).toBe(200);
    expect((await sent()).map(({ to }) => to)).toEqual([OTHER, TO]);
  });

  it('graph has the true status and may have a subcode', async () => {
    await fault({ kind: 'graph', code: 190, subcode: 463 });
    expect(await send()).toMatchObject({ status: 401, json: { error: { code: 190, error_subcode: 463 } } });
    await fault({ kind: 'graph', code: 80007 });
    expect(await send()).toMatchObject({ status: 400, json: { error: { is_transient: true } } });
  });

  it('held takes the message for a quality assessment', async () => {
    await fault({ kind: 'held' });
    expect((await send()).json).toMatchObject({
      messages: [{ message_status: 'held_for_quality_assessment' }],
    });
  });

  it('media strikes uploads only', async () => {
    await fault({ kind: 'http', status: 503, on: 'media' });
    expect((await send()).status).toBe(200);
    expect((await rig.upload(Buffer.from('x'), 'text/plain')).status).toBe(503);
    expect((await rig.upload(Buffer.from('x'), 'text/plain')).status).toBe(200);
  });
});
