import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../story/server-process.js';
import { until } from '../until.js';
import { type Books, isAllDone } from './books.js';
import { Crowd, inboxKey, type Writer } from './crowd.js';
import { Postman } from './postman.js';
import { RehearsalGraph } from './rehearsal-graph.js';

/** How long a message in doubt waits for its report. */
export const UNKNOWN_WAIT_SECONDS = 3;

const key = () => randomBytes(32).toString('base64');

interface Readiness {
  checks: Record<string, { figures?: Record<string, unknown> }>;
}

/** One house of one or more servers over one database, Meta's stand-in on both sides of it, and what must hold at the end. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'relais-chaos-'));
  readonly postman: Postman;
  readonly graph: RehearsalGraph;
  readonly servers: ServerProcess[] = [];
  private readonly keys = { DATA_ENCRYPTION_KEY: key(), UIC_SECRET: key() };
  private readonly down = new Set<ServerProcess>();
  private base = '';

  constructor() {
    // Nobody delivers to a worker.
    const listening = () =>
      this.servers.filter((server) => !this.down.has(server)).map(({ address }) => address);
    this.postman = new Postman(listening);
    this.graph = new RehearsalGraph(this.postman);
  }

  async open(): Promise<void> {
    this.base = await this.graph.start();
  }

  /** A server that is not started yet. */
  add(books: Books, env: Record<string, string> = {}): ServerProcess {
    const server = new ServerProcess({
      ...this.keys,
      DATABASE_URL: books.url,
      WHATSAPP_GRAPH_BASE_URL: this.base,
      OUTBOX_UNKNOWN_WAIT_SECONDS: String(UNKNOWN_WAIT_SECONDS),
      LOG_LEVEL: 'warn',
      ...env,
    });
    if (env['PROCESS_ROLE'] === 'worker') this.down.add(server);
    this.servers.push(server);
    return server;
  }

  /** Nobody delivers to it any more, or again. */
  reachable(server: ServerProcess, is: boolean): void {
    if (is) this.down.delete(server);
    else this.down.add(server);
  }

  async close(): Promise<void> {
    this.postman.retire();
    await Promise.all(this.servers.map((server) => server.stop('SIGKILL')));
    await this.graph.stop();
    for (const folder of [this.folder, ...this.servers.map((server) => server.folder)])
      rmSync(folder, { recursive: true, force: true });
  }

  /** Waits until every report is brought, every journal empty, every update handled and every message out. */
  async quiet(books: Books, withinMs = 100_000): Promise<void> {
    const isQuiet = async () =>
      this.postman.isIdle &&
      (await this.journalsAreEmpty()) &&
      (await isAllDone(books)) &&
      this.postman.isIdle;
    await until('everything is done', isQuiet, withinMs);
  }

  private async journalsAreEmpty(): Promise<boolean> {
    for (const server of this.servers) {
      if (this.down.has(server)) continue;
      const response = await fetch(`${server.address}/health/ready`);
      const { checks } = (await response.json()) as Readiness;
      if (checks['inbox']?.figures?.['journaling'] !== false) return false;
    }
    return true;
  }
}

/** What became of what was taken. */
export interface Account {
  acknowledged: number;
  deliveries: number;
  lost: string[];
  doubled: string[];
  /** People whose answers are not, word for word and in this order, what they should be; each answer by its beginning. */
  misanswered: { waId: string; got: string[] }[];
}

/** How every rehearsal has to end. */
export const UNHARMED = { lost: [], doubled: [], misanswered: [] };

/** Compares what people and postman saw with the books. */
export async function account(
  stage: Stage,
  books: Books,
  people: readonly Writer[],
  expected: readonly string[],
): Promise<Account> {
  const rows = await books.query(
    "SELECT dedupe_key AS k, state AS s FROM whatsapp_inbox WHERE kind = 'message'",
  );
  const done = new Set(rows.filter((row) => row['s'] === 'DONE').map((row) => String(row['k'])));
  const lost = people.flatMap(({ written }) => written).filter((id) => !done.has(inboxKey(id)));
  const misanswered = people
    .map(({ waId }) => ({ waId, got: stage.graph.wordsTo(waId) }))
    .filter(({ got }) => JSON.stringify(got) !== JSON.stringify(expected))
    .map(({ waId, got }) => ({ waId, got: got.map((text) => text.slice(0, 20)) }));
  return {
    acknowledged: stage.postman.acknowledged.size,
    deliveries: stage.postman.deliveries,
    lost,
    doubled: stage.graph.doubled(),
    misanswered,
  };
}

/** What an undisturbed server answers to a conversation. */
export async function undisturbed(stage: Stage, books: Books): Promise<string[]> {
  const writer = await new Crowd(stage.postman, '2438000', 1).converse();
  await stage.quiet(books);
  const words = stage.graph.wordsTo(writer.waId);
  if (!words.some((text) => text.split('\n').includes('MBEIBR7DA1')))
    throw new Error(`no code: ${words.join(' / ')}`);
  return words;
}
