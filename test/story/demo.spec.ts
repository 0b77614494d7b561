import { freePort } from './free-port.js';
import { Correspondent } from './messaging-process.js';
import { ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

/** Somebody of every part of the demonstration. */
const PEOPLE = 14;
const NONE = { WHATSAPP_APP_SECRET: '', WHATSAPP_ACCESS_TOKEN: '', WHATSAPP_PHONE_NUMBER_ID: '' };

interface List<T> {
  items: T[];
}
interface Conversation {
  name: string;
  phone: string;
  status: string;
}

const listOf = async <T>(server: ServerProcess, path: string): Promise<T[]> => {
  const { body } = await server.api(`/api/${path}`);
  return (body as List<T>).items;
};
const seed = async (server: ServerProcess, ...options: string[]) => {
  const { code, output, errors } = await server.command('demo:seed', '--json', ...options);
  return { code, errors, json: output === '' ? null : (JSON.parse(output) as Record<string, number>) };
};

describe('a demonstration on an empty desk, with nothing running', () => {
  const server = new ServerProcess({ ...NONE, UIC_SERVICE_NAME: 'Centre Espoir' });
  afterAll(() => server.stop());

  it('is refused in production, and where there are no people to invent', async () => {
    server.configure({ NODE_ENV: 'production' });
    const refused = await seed(server);
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('--force')]);
    server.configure({ NODE_ENV: 'test' });
    expect((await seed(server, '--people', '0')).code).toBe(2);
  });

  it('is played once, however often it is asked for', async () => {
    const first = await seed(server, '--people', String(PEOPLE));
    expect(first).toMatchObject({ code: 0, json: { people: PEOPLE, codes: 7, users: 4, products: 10 } });
    expect((await seed(server, '--people', String(PEOPLE))).json).toMatchObject({ people: 0 });
  });

  it('shows people in every state, who are told from real ones', async () => {
    await server.start();
    const talks = await listOf<Conversation>(server, 'conversations?limit=100');
    expect(talks).toHaveLength(PEOPLE);
    expect(new Set(talks.map(({ status }) => status))).toEqual(
      new Set(['bot', 'waiting', 'human', 'closed']),
    );
    expect(
      talks.filter(({ name, phone }) => !name.endsWith('(démo)') || !phone.startsWith('243000')),
    ).toEqual([]);
    const [codes, pairs, orders, failures, registrations] = await Promise.all([
      listOf(server, 'uic'),
      listOf(server, 'uic/duplicates'),
      listOf(server, 'orders'),
      listOf<{ error: { code: string } }>(server, 'outbox?state=failed'),
      listOf<{ state: string }>(server, 'dhis2/registrations'),
    ]);
    expect([codes, pairs, orders, failures].map((list) => list.length)).toEqual([7, 1, 1, 1]);
    expect(failures[0]?.error.code).toBe('131026');
    expect(new Set(registrations.map(({ state }) => state))).toEqual(new Set(['DONE', 'NEEDS_REVIEW']));
    const users = await listOf<{ role: string }>(server, 'users');
    expect(new Set(users.map(({ role }) => role))).toEqual(new Set(['viewer', 'agent', 'operator', 'admin']));
    await server.stop();
  });

  it('is taken away again', async () => {
    expect((await seed(server, '--remove')).json).toEqual({ removed: PEOPLE });
    await server.start();
    for (const path of ['contacts', 'conversations', 'uic', 'uic/duplicates', 'outbox', 'orders'])
      expect([path, await listOf(server, path)]).toEqual([path, []]);
    await server.stop();
  });
});

describe('a demonstration beside a server that runs', () => {
  let server: ServerProcess;
  const simulator = new SimulatorProcess();

  beforeAll(async () => {
    const [port, simulated] = [String(await freePort()), String(await freePort())];
    server = new ServerProcess({ ...NONE, PORT: port, SIMULATOR: 'auto', SIMULATOR_PORT: simulated });
    await server.start();
    simulator.address = `http://127.0.0.1:${simulated}`;
  });
  afterAll(() => server.stop());

  it('which has found its simulator at once', () => {
    expect(server.output).not.toContain('could not be inspected');
  });

  it('is played on its simulator, and leaves no key behind', async () => {
    expect(await seed(server, '--people', '4')).toMatchObject({ code: 0, json: { people: 4 } });
    expect(await listOf(server, 'conversations')).toHaveLength(4);
    const keys = await listOf<{ name: string; revokedAt: string | null }>(server, 'keys');
    expect(keys.map(({ name, revokedAt }) => [name, typeof revokedAt])).toEqual([['demo:seed', 'string']]);
    const phones = await simulator.control<{ name: string }[]>('GET', 'phones');
    expect(phones.filter(({ name }) => name.endsWith('(démo)'))).toHaveLength(4);
  });

  it('is not mixed with other people, and is taken away from among them', async () => {
    await new Correspondent('243810000001', { simulator }).write('Bonjour');
    const refused = await seed(server, '--people', '5');
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('--force')]);
    expect((await seed(server, '--remove')).json).toEqual({ removed: 4 });
    const left = await listOf<Conversation>(server, 'conversations');
    expect(left.map(({ phone }) => phone)).toEqual(['243810000001']);
  });

  it('alone, never where real people wait, nor where a provider is configured', async () => {
    await server.stop();
    const among = await seed(server, '--force');
    expect([among.code, among.errors]).toEqual([1, expect.stringContaining('SIMULATOR=true')]);
    const elsewhere = new ServerProcess({});
    const provided = await seed(elsewhere);
    expect([provided.code, provided.errors]).toEqual([1, expect.stringContaining('fournisseur')]);
  });
});
