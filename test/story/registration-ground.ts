import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { Correspondent, type Json, type Wired, wordsOf } from './messaging-process.js';
import { APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

/** A key may ask ten times a second. */
const PACE_MS = 150;
const TOKEN = 'simulator-dhis2-token';
const LINE = '24386';

export interface Registration {
  id: string;
  codeId: string;
  state: string;
  attempts: number;
  nextAttemptAt: string | null;
  outcome: string | null;
  lastError?: { code: string; message: string; advice: string };
  clientId: string | null;
  task?: string;
}

/** A call that the simulated register answered. */
export interface Received {
  seq: number;
  what: string;
  method: string;
  path: string;
  status: number | string;
  body?: Json;
}

export interface Client {
  id: string;
  code: string | null;
  attributes: { id: string; value: string }[];
  orgUnit: string;
  enrollments: string[];
  isDuplicate: boolean;
}

interface Problem {
  key: string;
}

/** The compiled server beside a simulated Meta and a simulated DHIS2 that has its account. */
export class RegistrationStory {
  readonly simulator = new SimulatorProcess();
  readonly server: ServerProcess;
  private serial = 0;

  private constructor(
    private readonly port: number,
    private readonly line: string,
  ) {
    this.server = new ServerProcess({
      PORT: String(port),
      UIC_SERVICE_NAME: 'Centre Espoir',
      UIC_CODES_PER_DAY: '50',
      ENABLE_QR_CODE: 'false',
      // What is not said even here is said nowhere.
      LOG_LEVEL: 'debug',
      DHIS2_MODE: 'custom',
      DHIS2_API_TOKEN: TOKEN,
    });
  }

  /** Both run when it resolves, the server only with `starts`; `simulated`: further settings of the simulator. */
  static async open(
    env: Record<string, string> = {},
    { starts = true, simulated = {} }: { starts?: boolean; simulated?: Record<string, string> } = {},
  ): Promise<RegistrationStory> {
    const port = await freePort();
    const story = new RegistrationStory(port, String(port % 1_000).padStart(3, '0'));
    await story.simulator.start({
      PHONE_NUMBER_ID: NUMBER,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAtest',
      VERIFY_TOKEN: 'verify-me',
      WEBHOOK_URL: `http://127.0.0.1:${story.port}/whatsapp/webhook`,
      DHIS2_TOKEN: TOKEN,
      ...simulated,
    });
    await story.simulator.control('PATCH', 'options', { webhooks: { firstRetryMs: 100 } });
    const { address } = story.simulator;
    story.server.configure({
      WHATSAPP_GRAPH_BASE_URL: address,
      DHIS2_BASE_URL: `${address}/dhis2`,
      ...env,
    });
    if (starts) await story.server.start();
    return story;
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
  }

  /** Somebody with a phone of its own. */
  newcomer(): Visitor {
    this.serial += 1;
    return new Visitor(`${LINE}${this.line}${String(this.serial).padStart(4, '0')}`, this);
  }

  /** Who asks too often asks again. */
  async api<T = Json>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await this.server.api(`/api/${path}`, { method, ...sent });
    if (answer.status !== 429) return answer as { status: number; body: T };
    await pause(PACE_MS);
    return this.api(method, path, body);
  }

  /** What the API says, once it fits. */
  async settled<T>(path: string, fits: (body: T) => boolean, withinMs = 20_000): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const { status, body } = await this.api<T>('GET', path);
      if (status === 200 && fits(body)) return body;
      if (Date.now() > deadline) throw new Error(`${path} stays ${JSON.stringify(body).slice(0, 3_000)}`);
      await pause(PACE_MS);
    }
  }

  /** The registrations, newest first, once there are so many and all of them fit. */
  async registrations(count: number, fits: (each: Registration) => boolean): Promise<Registration[]> {
    const page = await this.settled<{ items: Registration[] }>(
      'dhis2/registrations?limit=100',
      ({ items }) => items.length >= count && items.slice(0, count).every(fits),
    );
    return page.items.slice(0, count);
  }

  /** All of them are in the register. */
  done(count: number): Promise<Registration[]> {
    return this.registrations(count, ({ state }) => state === 'DONE');
  }

  /** The keys of what the team was told of the register and is not over, once they fit. */
  async problems(fits: (keys: string[]) => boolean): Promise<string[]> {
    const keysOf = (items: Problem[]) =>
      items.map(({ key }) => key).filter((key) => key.startsWith('dhis2.'));
    const { items } = await this.settled<{ items: Problem[] }>('errors?open=true&limit=100', (page) =>
      fits(keysOf(page.items)),
    );
    return keysOf(items);
  }

  /** How the register is set, and what goes wrong with it from now on. */
  async register(change: object): Promise<void> {
    await this.simulator.control('POST', 'dhis2', change);
  }

  /** The calls that the register answered, oldest first. */
  async received(): Promise<Received[]> {
    const { items } = await this.simulator.control<{ items: Received[] }>('GET', 'dhis2/received?limit=500');
    return items.toReversed();
  }

  async clients(code?: string): Promise<Client[]> {
    const only = code === undefined ? '' : `&code=${code}`;
    const { items } = await this.simulator.control<{ items: Client[] }>(
      'GET',
      `dhis2/clients?limit=500${only}`,
    );
    return items;
  }

  async pairs(): Promise<{ original: string; duplicate: string }[]> {
    const { duplicates } = await this.simulator.control<{
      duplicates: { original: string; duplicate: string }[];
    }>('GET', 'dhis2/received?limit=1');
    return duplicates;
  }
}

/** Somebody who comes for a code. */
export class Visitor extends Correspondent {
  /** Greets, agrees and answers; the summary is before them. */
  async answer(answers: readonly string[]): Promise<Wired[]> {
    await this.write('Bonjour');
    await this.write('oui');
    return this.goThrough(answers);
  }

  /** One answer after the other; the reply to the last. */
  async goThrough(answers: readonly string[]): Promise<Wired[]> {
    let last: Wired[] = [];
    for (const answer of answers) last = await this.write(answer);
    return last;
  }

  /** The whole way; resolves with what the last answer brought, and how long that took. */
  async obtain(answers: readonly string[]): Promise<{ words: string; ms: number }> {
    await this.answer(answers);
    const begun = performance.now();
    const [reply] = await this.write('oui');
    return { words: wordsOf(reply), ms: performance.now() - begun };
  }

  /** How many messages so far have these characters. */
  async timesTold(code: string): Promise<number> {
    return (await this.all()).filter((message) => wordsOf(message).includes(code)).length;
  }
}

/** Answers, and the code that they make; different for each number below 6,000. */
export function answersOf(n: number): { answers: string[]; code: string } {
  const letters = (k: number) =>
    `${'KMTLBDG'.charAt(k % 7)}${'AEIOU'.charAt(Math.floor(k / 7) % 5)}${'BKLMG'.charAt(Math.floor(k / 35) % 5)}`;
  const answers = [letters(n), letters(n * 3 + 1), String(n % 10), 'KI', String(1 + (n % 4))];
  return { answers, code: answers.join('') };
}
