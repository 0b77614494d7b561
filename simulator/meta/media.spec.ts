import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Rig, updatesOf, type Json } from '../service.fake.js';

const TO = '+243810000001';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const MB = 1024 * 1024;
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.write(TO);
});

const download = (url: string, token = rig.settings.accessToken): Promise<Response> =>
  fetch(url, { headers: { authorization: `Bearer ${token}` } });

describe('an uploaded file', () => {
  it('can be looked up, downloaded with the token, and removed', async () => {
    const { status, json } = await rig.upload(PNG, 'image/png');
    expect(status).toBe(200);
    expect(json).toEqual({ id: expect.stringMatching(/^\d{15}$/) });
    const { json: found } = await rig.graph('GET', `/v25.0/${String(json['id'])}`);
    expect(found).toEqual({
      messaging_product: 'whatsapp',
      url: expect.stringContaining('/whatsapp_business/attachments/?mid='),
      mime_type: 'image/png',
      sha256: createHash('sha256').update(PNG).digest('hex'),
      file_size: PNG.length,
      id: json['id'],
    });
    const file = await download(String(found['url']));
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
    expect((await download(String(found['url']), 'other')).status).toBe(401);
    expect((await rig.graph('DELETE', `/v25.0/${String(json['id'])}`)).json).toEqual({ success: true });
    expect((await rig.graph('GET', `/v25.0/${String(json['id'])}`)).json).toMatchObject({
      error: { code: 100 },
    });
  });

  it('has an address that is void once it is changed or five minutes old', async () => {
    const { json } = await rig.upload(PNG, 'image/png');
    const { json: found } = await rig.graph('GET', `/v25.0/${String(json['id'])}`);
    const url = String(found['url']);
    expect((await download(url.replace(/ext=\d+/, 'ext=9999999999'))).status).toBe(404);
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000 + 1_000);
    const late = await download(url);
    now.mockRestore();
    expect(late.status).toBe(404);
  });

  it('stands on the phone with its caption', async () => {
    const { json } = await rig.upload(PNG, 'image/png');
    await rig.send({ to: TO, type: 'image', image: { id: json['id'], caption: 'Votre carte' } });
    const { json: phone } = await rig.control('GET', `/sim/phones/${TO}`);
    const { content } = (phone['chat'] as { content: { file: Json } }[]).at(-1)!;
    expect(content).toMatchObject({ type: 'image', file: { caption: 'Votre carte', mime: 'image/png' } });
    const shown = await fetch(`${rig.origin}/${String(content.file['src'])}`);
    expect(Buffer.from(await shown.arrayBuffer()).equals(PNG)).toBe(true);
  });

  it.each([
    ['a picture of more than 5 MB', Buffer.concat([PNG, Buffer.alloc(5 * MB)]), 'image/png', 131053],
    ['a sticker of more than 500 KB', Buffer.alloc(501 * 1024), 'image/webp', 131053],
    ['a type that WhatsApp does not carry', Buffer.from('GIF89a'), 'image/gif', 100],
    ['a picture that is none', Buffer.from('<html>'), 'image/png', 131053],
    ['nothing', Buffer.alloc(0), 'text/plain', 131053],
  ])('is refused when it is %s', async (_name, bytes, mime, code) => {
    expect(await rig.upload(bytes, mime)).toMatchObject({ status: 400, json: { error: { code } } });
  });

  it('is refused without the product', async () => {
    const answer = await rig.upload(PNG, 'image/png', { messaging_product: 'telegram' });
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 100 } } });
  });

  it('of another kind than the message makes the message fail', async () => {
    const { json } = await rig.upload(Buffer.from('bonjour'), 'text/plain');
    await rig.send({ to: TO, type: 'image', image: { id: json['id'] } });
    const [webhook] = await rig.service.wait(1, (each) => updatesOf(each, 'statuses').length > 0);
    expect(updatesOf(webhook!, 'statuses')).toMatchObject([{ status: 'failed', errors: [{ code: 131053 }] }]);
  });
});

describe('a file behind a link', () => {
  it('is fetched by WhatsApp once and shown', async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched += 1;
      response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/carte.png`;
    for (let sent = 1; sent <= 2; sent += 1) {
      await rig.send({ to: TO, type: 'image', image: { link } });
      await rig.service.wait(sent, (each) =>
        updatesOf(each, 'statuses').some(({ status }) => status === 'read'),
      );
    }
    server.close();
    expect(fetched).toBe(1);
    const { json } = await rig.control('GET', `/sim/phones/${TO}`);
    expect((json['chat'] as Json[]).map((bubble) => (bubble['content'] as Json)['type'])).toEqual([
      'text',
      'image',
      'image',
    ]);
  });
});

describe('a file of a person', () => {
  it('reaches the service by id and by address, with the right hash', async () => {
    await rig.control('POST', `/sim/phones/${TO}/messages`, {
      type: 'image',
      base64: PNG.toString('base64'),
      mime: 'image/png',
      caption: 'Ma carte',
    });
    const webhooks = await rig.service.wait(2);
    const [message] = updatesOf(webhooks[1]!, 'messages');
    const image = message!['image'] as Json;
    expect(image).toMatchObject({
      caption: 'Ma carte',
      mime_type: 'image/png',
      sha256: createHash('sha256').update(PNG).digest('base64'),
    });
    for (const url of [
      String(image['url']),
      String((await rig.graph('GET', `/v25.0/${String(image['id'])}`)).json['url']),
    ]) {
      expect(Buffer.from(await (await download(url)).arrayBuffer()).equals(PNG)).toBe(true);
    }
  });
});
