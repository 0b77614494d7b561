import { createHmac } from 'node:crypto';
import { freePort } from './free-port.js';
import { APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';
import { until } from '../until.js';

const WABA = '102290129340398';
const THEIRS = '300000000000009';
const [ONE, TWO] = ['300000000000001', '300000000000002'];
const TOKEN = 'EAAtheirs-and-nobody-elses';

interface Call {
  what: string;
  body: { text?: { body: string } };
  accepted: boolean;
}

describe('a second account, added while the server runs', () => {
  const simulator = new SimulatorProcess();
  let server: ServerProcess;
  let phone = 0;

  beforeAll(async () => {
    const port = await freePort();
    const account = { PHONE_NUMBER_ID: NUMBER, BUSINESS_ACCOUNT_ID: WABA, APP_ID: '200000000000001' };
    await simulator.start({
      ...account,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAtest',
      VERIFY_TOKEN: 'verify-me',
      WEBHOOK_URL: `http://127.0.0.1:${port}/whatsapp/webhook`,
    });
    server = new ServerProcess({
      PORT: String(port),
      WHATSAPP_GRAPH_BASE_URL: simulator.address,
      WHATSAPP_BUSINESS_ACCOUNT_ID: WABA,
      WHATSAPP_APP_ID: '200000000000001',
    });
    await server.start();
    await simulator.control('POST', 'accounts', {
      businessAccountId: THEIRS,
      appSecret: 'their-app-secret',
      accessToken: TOKEN,
      numbers: [{ phoneNumberId: ONE }, { phoneNumberId: TWO }],
    });
  });
  afterAll(async () => {
    await server.stop();
    await simulator.stop();
  });

  const api = <T>(method: string, path: string, body?: object) =>
    server.api(`/api/${path}`, { method, ...(body && { body: JSON.stringify(body) }) }) as Promise<{
      status: number;
      body: T;
    }>;
  const add = (accessToken: string, numbers = [ONE]) =>
    api<{ checks: { ok: boolean; steps: { name: string; ok: boolean }[] }[] }>('POST', 'accounts', {
      channel: 'meta',
      id: THEIRS,
      label: 'Programme B',
      numbers: numbers.map((id) => ({ id })),
      secrets: { accessToken, appSecret: 'their-app-secret' },
    });
  const newPhone = () => `2438100009${String((phone += 1)).padStart(2, '0')}`;
  const say = (number: string, to: string, text = 'Bonjour') =>
    simulator.control('POST', `phones/${number}/messages`, { type: 'text', text, to });
  const chat = async (number: string) => {
    const { chat: bubbles } = await simulator.control<{ chat: { side: string; line: string }[] }>(
      'GET',
      `phones/${number}`,
    );
    return bubbles.filter(({ side }) => side === 'service');
  };

  it('is refused with a token that does not open it, and nothing stays', async () => {
    const refused = await add('EAAtest');
    expect([refused.status, (await api('GET', `numbers/${ONE}`)).status]).toEqual([400, 404]);
    expect(JSON.stringify(refused.body)).not.toContain('EAAtest');
  });

  it('answers people on its own number, with its own token', async () => {
    const early = newPhone();
    await say(early, ONE);
    const added = await add(TOKEN);
    expect(added.status).toBe(201);
    expect(added.body.checks[0]?.steps.filter(({ ok }) => !ok)).toEqual([]);
    const person = newPhone();
    await say(person, ONE);
    await until('the person is answered', async () => (await chat(person)).length > 0);
    expect((await chat(person)).map(({ line }) => line)).toEqual((await chat(person)).map(() => ONE));
    const { items } = await simulator.control<{ items: { value: string; uses: number }[] }>('GET', 'tokens');
    expect(items.find(({ value }) => value === TOKEN)?.uses).toBeGreaterThan(0);
    const first = newPhone();
    await say(first, NUMBER);
    await until('the first number still answers', async () => (await chat(first))[0]?.line === NUMBER);
    // Nothing that it had signed was believed before; Meta delivers again until it is.
    await until('who wrote before is answered, too', async () => (await chat(early)).length > 0);
  });

  it('takes another of its numbers, but none of another account', async () => {
    expect((await api('POST', `accounts/${THEIRS}/numbers`, { id: NUMBER })).status).toBe(409);
    expect((await api('POST', `accounts/${THEIRS}/numbers`, { id: '5' })).status).toBe(400);
    await say(newPhone(), TWO);
    await until('the server has it', async () => {
      const { items } = await simulator.control<{ items: { state: string }[] }>('GET', 'webhooks');
      return items.every(({ state }) => state === 'delivered');
    });
    const kept = await api<{ items: { number: string }[] }>('GET', 'inbox?state=kept');
    expect(kept.body.items.map(({ number }) => number)).toEqual([TWO]);
    expect((await api('POST', `accounts/${THEIRS}/numbers`, { id: TWO })).status).toBe(201);
    const person = newPhone();
    await say(person, TWO);
    await until('it answers', async () => (await chat(person))[0]?.line === TWO);
  });

  it('waits while it is paused, and answers when it goes on', async () => {
    const [person, other] = [newPhone(), newPhone()];
    await api('POST', `numbers/${ONE}/pause`);
    await say(person, ONE);
    await say(other, TWO);
    await until('the other is answered', async () => (await chat(other)).length > 0);
    expect(await chat(person)).toEqual([]);
    await api('POST', `numbers/${ONE}/resume`);
    await until('the person is answered', async () => (await chat(person)).length > 0);
    expect((await chat(person)).every(({ line }) => line === ONE)).toBe(true);
  });

  it('is still there after a restart, with its token, and shows it nowhere', async () => {
    await server.stop();
    await server.start();
    const person = newPhone();
    await say(person, ONE);
    await until('it answers', async () => (await chat(person)).length > 0);
    const shown = [await api('GET', 'accounts'), await api('GET', 'numbers'), await api('GET', 'audit')];
    expect(JSON.stringify(shown) + server.output).not.toMatch(new RegExp(`${TOKEN}|their-app-secret`));
    const status = await api<{ state: string }>('GET', `wallet/whatsapp-status?accountId=${THEIRS}`);
    expect(status.body.state).toBe('valid');
  });

  it('has its secret sign for itself, and for nobody else', async () => {
    const deliver = async (number: string, secret: string) => {
      const metadata = { display_phone_number: number, phone_number_id: number };
      const value = { messaging_product: 'whatsapp', metadata, statuses: [] };
      const entry = [{ id: THEIRS, changes: [{ field: 'messages', value }] }];
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const headers = { 'x-hub-signature-256': signature };
      return (await fetch(`${server.address}/whatsapp/webhook`, { method: 'POST', headers, body })).status;
    };
    expect(await deliver(ONE, 'their-app-secret')).toBe(200);
    expect(await deliver(NUMBER, 'their-app-secret')).toBe(401);
  });

  it('goes, and its numbers answer no more', async () => {
    expect((await api('DELETE', `accounts/${WABA}`)).status).toBe(409);
    expect((await api('DELETE', `accounts/${THEIRS}?force=true`)).status).toBe(204);
    expect((await api('GET', `wallet/whatsapp-status?accountId=${THEIRS}`)).status).toBe(404);
    const [person, other] = [newPhone(), newPhone()];
    await say(person, ONE);
    await say(other, NUMBER);
    await until('the first account answers', async () => (await chat(other)).length > 0);
    expect(await chat(person)).toEqual([]);
    const { items } = await simulator.control<{ items: Call[] }>('GET', 'calls?limit=5000');
    expect(items.filter(({ what, accepted }) => what === 'message' && !accepted)).toEqual([]);
  });
});
