import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.js';
import { freePort } from './free-port.js';
import { ADMIN_KEY, APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

const ACCOUNT = '102290129340398';
const APP = '670843887433847';
const DAY_S = 86_400;
const FIRST_TEMPLATES = 13;

interface View {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  sendable: boolean;
  quality: string;
  components: { type: string; text?: string }[];
}

interface Status {
  state: string;
  mode: string;
  kind: string;
  daysLeft: number | null;
  lastRenewalAt: string | null;
  queuedMessages: number;
  advice: string | null;
}

/** A server and the simulator that it calls, and everything that the server said. */
class Ground {
  readonly simulator = new SimulatorProcess();
  server: ServerProcess;
  /** Every answer of the API. */
  answers = '';

  /** @param prepare what has to be so before the server looks at its token */
  async start(
    accessToken: string,
    prepare: (simulator: SimulatorProcess) => Promise<unknown>,
  ): Promise<void> {
    const port = await freePort();
    await this.simulator.start({
      WEBHOOK_URL: `http://127.0.0.1:${port}/whatsapp/webhook`,
      APP_ID: APP,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAfirst-token-of-the-simulator',
      VERIFY_TOKEN: 'verify-me',
      PHONE_NUMBER_ID: NUMBER,
      BUSINESS_ACCOUNT_ID: ACCOUNT,
    });
    await this.simulator.control('PATCH', 'options', {
      templates: { reviewMs: 300 },
      webhooks: { firstRetryMs: 50 },
    });
    await prepare(this.simulator);
    this.server = new ServerProcess({
      PORT: String(port),
      WHATSAPP_GRAPH_BASE_URL: this.simulator.address,
      WHATSAPP_BUSINESS_ACCOUNT_ID: ACCOUNT,
      WHATSAPP_APP_ID: APP,
      WHATSAPP_ACCESS_TOKEN: accessToken,
      TEMPLATE_SYNC_CRON: '',
    });
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
  }

  async api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await this.server.api(path, { method, ...sent });
    this.answers += JSON.stringify(answer.body);
    return answer as { status: number; body: T };
  }

  async template(name: string, language = 'fr'): Promise<View | undefined> {
    const query = `name=${name}&language=${language}`;
    const { body } = await this.api<{ items: View[] }>('GET', `/api/templates?${query}`);
    return body.items[0];
  }

  async status(): Promise<Status> {
    return (await this.api<Status>('GET', '/api/wallet/whatsapp-status')).body;
  }
}

/** Waits until something can be seen by the API, which answers ten times a second and not more. */
function seen(what: string, holds: () => Promise<boolean>): Promise<void> {
  return until(what, async () => {
    await pause(120);
    return holds();
  });
}

describe('templates of the compiled server beside the compiled simulator', () => {
  const ground = new Ground();
  const { simulator } = ground;

  beforeAll(() => ground.start('EAAfirst-token-of-the-simulator', () => Promise.resolve()));
  afterAll(() => ground.stop());

  it('are copied by the command, linked to the administrators, and reported as JSON', async () => {
    const options = ['--force', '--disable', '--report', '--json'];
    const { code, output, errors } = await ground.server.command('templates:sync', ...options);
    expect([code, errors]).toEqual([0, '']);
    const statistics = JSON.parse(output) as Record<string, unknown>;
    expect(statistics).toMatchObject({
      total: FIRST_TEMPLATES,
      added: FIRST_TEMPLATES,
      failed: 0,
      disabled: 0,
    });
    expect(statistics['apiCalls']).toBe(1);
    expect(statistics['linked']).toBe(FIRST_TEMPLATES);
    expect(statistics['report']).toMatchObject({
      total: FIRST_TEMPLATES,
      byStatus: { APPROVED: 11, PAUSED: 1, REJECTED: 1 },
      byLanguage: { fr: 11, en_US: 2 },
    });
  });

  it('are synchronised by the API in a run that can be followed to its end', async () => {
    const begun = await ground.api<{ runId: string }>('POST', '/api/templates/sync', { disable: true });
    expect(begun.status).toBe(202);
    const stream = await fetch(`${ground.server.address}/api/templates/runs/${begun.body.runId}/events`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    expect(await stream.text()).toMatch(/event: over\n/);
    const { body } = await ground.api('GET', `/api/templates/runs/${begun.body.runId}`);
    expect(body).toMatchObject({
      state: 'DONE',
      total: FIRST_TEMPLATES,
      unchanged: FIRST_TEMPLATES,
      updated: 0,
    });
  });

  it('change at once when Meta tells it, without another listing', async () => {
    const listings = await simulator.calls('templates:list');
    await simulator.control('PATCH', 'templates/hello_world/en_US', { status: 'PAUSED' });
    await seen('the pause is known', async () => !(await ground.template('hello_world', 'en_US'))?.sendable);
    await simulator.control('PATCH', 'templates/rappel_ciu/fr', { quality: 'RED' });
    await seen('the quality is known', async () => (await ground.template('rappel_ciu'))?.quality === 'RED');
    await simulator.control('PATCH', 'templates/rappel_ciu/fr', { announce: 'MARKETING' });
    await simulator.control('PATCH', 'templates/bienvenue/fr', { category: 'UTILITY' });
    await seen(
      'the new category is known',
      async () => (await ground.template('bienvenue'))?.category === 'UTILITY',
    );
    expect(await ground.template('rappel_ciu')).toMatchObject({ category: 'UTILITY' });
    expect(await simulator.calls('templates:list')).toBe(listings);
  });

  it('are read again, each alone, when their components change', async () => {
    const reads = await simulator.calls('templates:read');
    const text = 'Bonjour {{1}}, n’oubliez pas votre code {{2}} à la prochaine visite.';
    await simulator.control('PATCH', 'templates/rappel_ciu/fr', { body: text });
    await seen('the new words are here', async () => {
      const template = await ground.template('rappel_ciu');
      return template?.components.some((component) => component.text === text) ?? false;
    });
    expect(await simulator.calls('templates:read')).toBe(reads + 1);
  });

  it('are created, and can be sent once Meta has approved them', async () => {
    const draft = {
      name: 'visite_de_suivi',
      language: 'fr',
      category: 'UTILITY',
      components: [
        {
          type: 'BODY',
          text: 'Bonjour {{1}}, votre visite de suivi est prévue demain.',
          example: { body_text: [['Grâce']] },
        },
      ],
    };
    const { status, body } = await ground.api<View>('POST', '/api/templates', draft);
    expect([status, body.status, body.sendable]).toEqual([201, 'PENDING', false]);
    const call = {
      name: draft.name,
      language: { code: 'fr' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
    };
    const check = () => ground.api('POST', `/api/templates/${body.id}/validate`, call);
    expect((await check()).body).toMatchObject({ valid: false });
    await seen('it is approved', async () => (await ground.template(draft.name))?.sendable === true);
    expect((await check()).body).toEqual({ valid: true, faults: [] });
  });

  it('stay as they are when a page fails, and the command says why and ends with 1', async () => {
    await simulator.control('POST', 'faults', { on: 'listing', kind: 'graph', code: 10, times: null });
    const { code, output, errors } = await ground.server.command('templates:sync', '--disable');
    await simulator.control('DELETE', 'faults');
    expect(code).toBe(1);
    expect(output + errors).toMatch(/droit|permission/i);
    const { body } = await ground.api<{ items: View[] }>('GET', '/api/templates?active=false');
    expect(body.items).toEqual([]);
  });
});

describe('the token of the compiled server', () => {
  const ground = new Ground();
  const { simulator } = ground;
  const OLD = 'EAAold-token-that-has-lived-fifty-five-days';
  const [ADA, BEN] = ['243810000001', '243810000002'];

  beforeAll(() =>
    ground.start(OLD, (sim) =>
      sim.control('POST', 'tokens', { value: OLD, kind: '60-day', expiresInSeconds: 5 * DAY_S }),
    ),
  );
  afterAll(() => ground.stop());

  it('is renewed once when it nears its end', async () => {
    await seen('it is renewed', async () => (await ground.status()).lastRenewalAt !== null);
    expect(await ground.status()).toMatchObject({
      state: 'valid',
      kind: '60-day',
      mode: 'normal',
      daysLeft: 59,
    });
    expect((await simulator.tokens()).exchanges).toBe(1);
  });

  it('is renewed once for a hundred who ask at the same time', async () => {
    const ask = () => ground.api<Status>('POST', '/api/wallet/refresh-whatsapp-token', {});
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.state}`))).toEqual(
      new Set(['200 valid']),
    );
    expect([1, 2]).toContain((await simulator.tokens()).exchanges);
  });

  it('is used for messages from then on', async () => {
    await simulator.write(ADA, 'Bonjour');
    await simulator.sentTo(ADA, 1);
    const { items } = await simulator.tokens();
    expect(items.at(-1)?.uses).toBeGreaterThan(0);
  });

  it('that is refused in the middle of a conversation is renewed, and the answer arrives once', async () => {
    const { exchanges } = await simulator.tokens();
    await simulator.control('POST', 'faults', { on: 'messages', kind: 'graph', code: 190, subcode: 463 });
    await simulator.write(ADA, 'oui');
    await simulator.sentTo(ADA, 2);
    expect((await simulator.tokens()).exchanges).toBe(exchanges + 1);
    await seen('nothing waits', async () => (await ground.status()).queuedMessages === 0);
    expect(await simulator.sentTo(ADA, 2)).toHaveLength(2);
    expect(await ground.status()).toMatchObject({ mode: 'normal' });
  });

  it('that nobody can renew stops the sending: people still write, and their answers wait', async () => {
    await simulator.control('PATCH', 'tokens', { dead: 467 });
    await simulator.write(ADA, 'MBE');
    await seen('fallback', async () => (await ground.status()).mode === 'fallback');
    await simulator.write(ADA, 'IBR');
    await simulator.write(BEN, 'Bonjour');
    await seen('three answers wait', async () => (await ground.status()).queuedMessages >= 3);
    expect(await ground.status()).toMatchObject({
      state: 'invalid',
      advice: expect.stringMatching(/jeton/i),
    });
    expect(await simulator.sentTo(ADA, 2)).toHaveLength(2);
  });

  it('is not replaced by one of another app', async () => {
    const { value } = await simulator.control<{ value: string }>('POST', 'tokens', { app: 'another' });
    const path = '/api/wallet/update-whatsapp-token';
    const { status, body } = await ground.api<{ detail: string }>('POST', path, { accessToken: value });
    expect(status).toBe(400);
    expect(body.detail).toMatch(/autre application/);
    expect(await ground.status()).toMatchObject({ mode: 'fallback' });
  });

  it('is replaced by a new one, and what waited goes out in its order', async () => {
    const { value } = await simulator.control<{ value: string }>('POST', 'tokens', { kind: '60-day' });
    const path = '/api/wallet/update-whatsapp-token';
    expect((await ground.api('POST', path, { accessToken: value })).status).toBe(200);
    const [, , third, fourth] = await simulator.sentTo(ADA, 4);
    await simulator.sentTo(BEN, 1);
    expect(third!.reference < fourth!.reference).toBe(true);
    await seen('the queue is empty', async () => (await ground.status()).queuedMessages === 0);
    expect(await ground.status()).toMatchObject({ state: 'valid', mode: 'normal', advice: null });
  });

  it('stands in clear nowhere: not in the database, the log, an answer or the arguments of a process', async () => {
    await ground.server.command('token:status', '--json');
    const secrets = [...(await simulator.tokens()).items.map(({ value }) => value), APP_SECRET];
    const places = new Map([
      ['the log', Buffer.from(ground.server.output)],
      ['the answers', Buffer.from(ground.answers)],
      ['the processes', processArguments()],
      ...filesIn(ground.server.folder).map((path) => [path, readFileSync(path)] as const),
    ]);
    expect([...places.keys()].some((path) => path.endsWith('.sqlite'))).toBe(true);
    expect(places.get('the processes')?.includes('src/app/main.js')).toBe(true);
    const found = [...places].filter(([, bytes]) => secrets.some((secret) => bytes.includes(secret)));
    expect(found.map(([place]) => place)).toEqual([]);
  });
});

/** What everybody on this machine can see of a process. */
function processArguments(): Buffer {
  if (!existsSync('/proc/self/cmdline')) return execFileSync('ps', ['-eo', 'args']);
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return Buffer.concat(processes.map((id) => tryToRead(`/proc/${id}/cmdline`)));
}

/** A process may end while one looks. */
function tryToRead(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
