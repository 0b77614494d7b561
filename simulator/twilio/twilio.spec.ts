import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { type Received, ServiceFake } from '../service.fake.js';
import { readSettings } from '../settings.js';
import { buildSimulator, type Simulator } from '../simulator.js';
import { signatureOf } from './signature.js';

const { accountSid: AC, authToken: TOKEN } = readSettings({}).twilio;
const ADA = '243810000001';
const KEY = Buffer.from(`${AC}:${TOKEN}`).toString('base64');
const TEXT = { To: `whatsapp:+${ADA}`, From: 'whatsapp:+14155238886', Body: 'Bonjour' };

interface Vector {
  secret: string;
  url: string;
  form: Record<string, string>;
  signature: string;
}

let service: ServiceFake;
let webhookUrl: string;
let simulator: Simulator;
let origin: string;

beforeAll(async () => {
  service = new ServiceFake('');
  webhookUrl = (await service.listen()).replace('/whatsapp/', '/twilio/');
  const settings = readSettings({});
  simulator = await buildSimulator({ ...settings, port: 0, twilio: { ...settings.twilio, webhookUrl } });
  origin = `http://127.0.0.1:${await simulator.listen()}`;
});
afterAll(async () => {
  await simulator.close();
  await service.close();
});
beforeEach(async () => {
  await control('POST', 'reset');
  await control('PATCH', 'options', { statuses: { delaysMs: { sent: 1, delivered: 2, read: 3 } } });
  service.received.length = 0;
});

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${origin}/sim/${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return (await answer.json()) as T;
}

const send = (form: Record<string, string>, key = KEY) =>
  fetch(`${origin}/2010-04-01/Accounts/${AC}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${key}` },
    body: new URLSearchParams(form),
  });
const formOf = ({ raw }: Received) => Object.fromEntries(new URLSearchParams(raw));

describe('Twilio on a desk', () => {
  it.each(JSON.parse(readFileSync('fixtures/twilio/signatures.json', 'utf8')) as Vector[])(
    'signs $url as Twilio does',
    ({ secret, url, form, signature }) => expect(signatureOf(secret, url, form)).toBe(signature),
  );

  it('takes a message, answers as it was recorded, and reports on it to the address given', async () => {
    const callback = webhookUrl.replace('webhook', 'status?ref=1');
    const answer = await send({ ...TEXT, StatusCallback: callback });
    expect(answer.status).toBe(201);
    const { sid, status } = (await answer.json()) as Record<string, string>;
    expect([sid?.slice(0, 2), status]).toEqual(['SM', 'queued']);
    const reports = (await service.wait(3)).map(formOf);
    expect(reports.map((report) => report['MessageStatus'])).toEqual(['sent', 'delivered', 'read']);
    expect(reports.every((report) => report['MessageSid'] === sid)).toBe(true);
    const [{ raw, headers }] = service.received as [Received];
    const text = [...new URLSearchParams(raw)]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flat()
      .join('');
    expect(headers['x-twilio-signature']).toBe(
      createHmac('sha1', TOKEN).update(`${callback}${text}`).digest('base64'),
    );
  });

  it.each([
    [{}, 'wrong', 401, 20003],
    [{ To: 'whatsapp:+12' }, KEY, 400, 21211],
    [{ To: '' }, KEY, 400, 21604],
    [{ From: 'whatsapp:+1' }, KEY, 400, 63007],
    [{ Body: '' }, KEY, 400, 21619],
    [{ Body: 'x'.repeat(1601) }, KEY, 400, 21617],
    [{ MediaUrl: 'file:///x' }, KEY, 400, 21620],
    [{ ContentSid: 'HX1' }, KEY, 400, 21655],
    [{ ContentSid: `HX${'1'.repeat(32)}`, ContentVariables: '{"1":1}' }, KEY, 400, 21656],
    [{ PersistentAction: 'somewhere' }, KEY, 400, 63021],
    [{ StatusCallback: 'x' }, KEY, 400, 21609],
  ])('%j is refused', async (over, key, status, code) => {
    const answer = await send({ ...TEXT, ...(over as Record<string, string>) }, key);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      expect.objectContaining({ code, status, message: expect.any(String) as string }),
    ]);
  });

  it('fetches the files of a message and keeps them', async () => {
    const files = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end('png');
    });
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/x.png`;
    await send({ ...TEXT, MediaUrl: url });
    const { items } = await control<{ items: { files: string[] }[] }>(
      'GET',
      `twilio/sent?to=${ADA}&waitMs=5000`,
    );
    expect(await (await fetch(`${origin}/sim/media/${items[0]?.files[0]}`)).text()).toBe('png');
    files.close();
  });

  it('a file that cannot be fetched is a message that is not delivered', async () => {
    await send({ ...TEXT, MediaUrl: 'http://127.0.0.1:1/x', StatusCallback: webhookUrl });
    const [report] = (await service.wait(1)).map(formOf);
    expect(report).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '63019' });
  });

  it('a person writes, with files that are there for whoever has the token', async () => {
    const base64 = Buffer.from('photo').toString('base64');
    const said = { text: 'Voici', files: [{ base64, mime: 'image/jpeg' }], name: 'Ada' };
    expect(await control('POST', `twilio/phones/${ADA}/messages`, said)).toMatchObject({ taken: true });
    const [form] = (await service.wait(1)).map(formOf);
    expect(form).toMatchObject({
      From: `whatsapp:+${ADA}`,
      ProfileName: 'Ada',
      Body: 'Voici',
      NumMedia: '1',
      MediaContentType0: 'image/jpeg',
    });
    const media = form?.['MediaUrl0'] ?? '';
    expect((await fetch(media)).status).toBe(401);
    const file = await fetch(media, { headers: { authorization: `Basic ${KEY}` } });
    expect([file.redirected, await file.text()]).toEqual([true, 'photo']);
  });

  it('goes wrong as it is told: refuses, breaks off with or without keeping, fails afterwards', async () => {
    const sent = async () =>
      (await control<{ items: unknown[] }>('GET', 'twilio/sent?atLeast=0')).items.length;
    await control('POST', 'twilio/faults', { kind: 'http', status: 429, retryAfter: 3 });
    const limited = await send(TEXT);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    await control('POST', 'twilio/faults', { kind: 'graph', code: 20003 });
    expect((await send(TEXT)).status).toBe(401);
    await control('POST', 'twilio/faults', { kind: 'cut' });
    await expect(send(TEXT)).rejects.toThrow('fetch failed');
    expect(await sent()).toBe(0);
    await control('POST', 'twilio/faults', { kind: 'cut', accept: true });
    await expect(send(TEXT)).rejects.toThrow('fetch failed');
    expect(await sent()).toBe(1);
    await control('POST', 'twilio/faults', { kind: 'fail', code: 63016 });
    await send({ ...TEXT, StatusCallback: webhookUrl });
    expect((await service.wait(1)).map(formOf)).toMatchObject([{ ErrorCode: '63016' }]);
  });
});
