import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Secret } from '../../src/kernel/secret.js';
import { KeyRing } from '../../src/platform/vault/key-ring.js';
import { until } from '../until.js';
import { freePort } from './free-port.js';
import { Receiver, WABA } from './messaging-process.js';
import { Crowd } from './privacy-crowd.js';
import { APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

export type Mode = 'tracker' | 'custom';

/** A text, and where it was. */
export interface Place {
  place: string;
  text: string;
}

const APP = '200000000000001';

/** The compiled server with everything on that could say too much, and everybody whom it tells something. */
export class House {
  readonly simulator = new SimulatorProcess();
  readonly crowd = new Crowd(this.simulator);
  readonly team = new Receiver();
  readonly collector = new Receiver();
  /** The live news, by the role of who listened. */
  readonly overheard = new Map<string, Place>();
  private readonly day = new AbortController();
  private readonly dataKey = randomBytes(32).toString('base64');

  private constructor(readonly server: ServerProcess) {}

  static async open(mode: Mode): Promise<House> {
    const port = await freePort();
    const house = new House(new ServerProcess({ PORT: String(port) }));
    await house.simulator.start({
      PHONE_NUMBER_ID: NUMBER,
      BUSINESS_ACCOUNT_ID: WABA,
      APP_ID: APP,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAtest',
      VERIFY_TOKEN: 'verify-me',
      WEBHOOK_URL: `http://127.0.0.1:${port}/whatsapp/webhook`,
    });
    const [team, collector] = await Promise.all([house.team.start(), house.collector.start()]);
    cpSync(resolve(`docs/examples/dhis2/tracker.yaml`), join(house.server.folder, 'tracker.yaml'));
    house.server.configure({
      DATA_ENCRYPTION_KEY: house.dataKey,
      WHATSAPP_GRAPH_BASE_URL: house.simulator.address,
      WHATSAPP_BUSINESS_ACCOUNT_ID: WABA,
      WHATSAPP_APP_ID: APP,
      WHATSAPP_MAX_PER_SECOND: '1000',
      LOG_LEVEL: 'trace',
      ENABLE_QR_CODE: 'true',
      MEDIA_FETCH: 'always',
      DHIS2_MODE: mode,
      DHIS2_BASE_URL: `${house.simulator.address}/dhis2`,
      DHIS2_API_TOKEN: 'simulator-dhis2-token',
      DHIS2_TIMEOUT_MS: '2000',
      ...(mode === 'tracker' && { DHIS2_CONFIG_FILE: './tracker.yaml' }),
      ALERT_WEBHOOK_URL: `${team}/alerts`,
      HANDOVER_WEBHOOK_URL: `${team}/handovers`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    });
    await house.server.start();
    return house;
  }

  async close(): Promise<void> {
    this.day.abort();
    await this.server.stop();
    await this.simulator.stop();
    await Promise.all([this.team.stop(), this.collector.stop()]);
  }

  /** Somebody else works on the database meanwhile: what comes goes to the spool. */
  async locked<T>(work: () => Promise<T>): Promise<T> {
    const other = this.database();
    await until(
      'the database can be locked',
      () => {
        try {
          other.exec('BEGIN EXCLUSIVE');
          return true;
        } catch {
          return false;
        }
      },
      60_000,
    );
    try {
      return await work();
    } finally {
      other.close();
    }
  }

  /** Runs that nobody goes on with are over now. */
  runOut(): void {
    const database = this.database();
    database.exec(
      "UPDATE conversation_session SET expires_at = '2020-01-01 00:00:00.000' WHERE stage <> 'CLOSED'",
    );
    database.close();
  }

  /** Nobody is in the middle of anything. */
  get isQuiet(): boolean {
    const database = this.database();
    const row = database.prepare("SELECT 1 FROM conversation_session WHERE stage <> 'CLOSED' LIMIT 1").get();
    database.close();
    return row === undefined;
  }

  /** What is in the log moves into the file. */
  checkpoint(): void {
    const database = this.database();
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  }

  /** Every file of the working folder, as raw bytes. */
  files(): Place[] {
    const { folder } = this.server;
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ place: placeOf(relative(folder, file)), text: bytesOf(file) }))
      .filter(({ text }) => text !== '');
  }

  /** What waits in the spool, as raw bytes. */
  spooled(): Place[] {
    const folder = join(this.server.folder, 'data/spool');
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => ({ place: 'spool', text: bytesOf(join(folder, name)) }));
  }

  /** What everybody was told who is not the person. */
  told(): Place[] {
    return [
      { place: 'log', text: this.server.output },
      { place: 'alerts and hand-overs by webhook', text: JSON.stringify(this.team.posts) },
      { place: 'traces', text: JSON.stringify(this.collector.posts) },
    ];
  }

  /** A key of this role. */
  async key(role: string): Promise<string> {
    const body = JSON.stringify({ name: `Visite ${role}`, role });
    const { body: made } = await this.server.api('/api/keys', { method: 'POST', body });
    return (made as { key: string }).key;
  }

  /** Listens to the live news of the conversations from now on. */
  async overhear(role: string): Promise<void> {
    const { body } = await fetch(`${this.server.address}/api/conversations/events`, {
      headers: { authorization: `Bearer ${await this.key(role)}` },
      signal: this.day.signal,
    });
    const heard: Place = { place: 'GET /api/conversations/events', text: '' };
    this.overheard.set(role, heard);
    const decoder = new TextDecoder();
    const listen = async () => {
      for await (const chunk of body ?? []) heard.text += decoder.decode(chunk, { stream: true });
    };
    listen().catch(() => undefined);
  }

  /** Every text of the database. */
  cells(): Cell[] {
    const database = this.database();
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      return tables.flatMap(({ name }) =>
        database
          .prepare(`SELECT rowid AS cell_row, * FROM "${String(name)}"`)
          .all()
          .flatMap((row) => cellsOf(String(name), row)),
      );
    } finally {
      database.close();
    }
  }

  /** What is under lock, opened with the key that only the test and the server have. */
  opened(): Place[] {
    const ring = new KeyRing([new Secret(this.dataKey)]);
    return this.cells()
      .filter(({ value }) => value.startsWith('v1.'))
      .map(({ column, value }) => ({ place: `sealed ${column}`, text: ring.open(value) }));
  }

  database(): DatabaseSync {
    const database = new DatabaseSync(join(this.server.folder, 'data/relais.sqlite'));
    database.exec('PRAGMA busy_timeout = 5000');
    return database;
  }
}

/** Spool and stored files have names of no interest. */
function placeOf(file: string): string {
  const [, folder] = /^data\/(spool|files)\//.exec(file) ?? [];
  return folder ?? `file ${file}`;
}

export interface Cell {
  /** Table and column. */
  column: string;
  row: number;
  value: string;
}

function cellsOf(table: string, { cell_row: row, ...columns }: Record<string, unknown>): Cell[] {
  return Object.entries(columns).flatMap(([column, value]) =>
    typeof value === 'string' ? [{ column: `${table}.${column}`, row: Number(row), value }] : [],
  );
}

/** What is in a file; nothing where it went while somebody looked: a journal that was worked off. */
function bytesOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
