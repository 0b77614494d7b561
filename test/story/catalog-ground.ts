import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { ADMIN_KEY, APP_SECRET, NUMBER, ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

const WABA = '102290129340398';
const APP = '200000000000001';
export const INVENTORY_KEY = 'simulator-inventory-key';
/** An API key may ask ten times a second. */
const PACE_MS = 150;

export type Kind = 'products' | 'categories';

export interface Run {
  runId: string;
  kind: Kind;
  state: string;
  cause: string;
  rootId: string;
  pages: number;
  total: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  disabled: number;
  apiCalls: number;
  error: { code: string; message: string } | null;
}

export interface Fault {
  remoteId: string | null;
  name: string | null;
  reason: string;
}

export interface KindStatus {
  count: number;
  active: number;
  running: boolean;
  lastRunAt: string | null;
  lastSuccessAt: string | null;
  nextDueAt: string | null;
  lastError: string | null;
}

interface Received {
  method: string;
  url: string;
  status: number;
}

/** The compiled server, and beside it a simulated WhatsApp and a simulated inventory. */
export class CatalogGround {
  readonly simulator = new SimulatorProcess();
  readonly servers: ServerProcess[] = [];
  private readonly secrets = {
    DATA_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    UIC_SECRET: randomBytes(32).toString('base64'),
  };

  get server(): ServerProcess {
    const [first] = this.servers;
    if (first === undefined) throw new Error('no server was started');
    return first;
  }

  /** @param inventory how the inventory is before anybody asks it */
  async open(env: Record<string, string> = {}, inventory: object = {}): Promise<void> {
    const port = await freePort();
    await this.simulator.start({
      PHONE_NUMBER_ID: NUMBER,
      BUSINESS_ACCOUNT_ID: WABA,
      APP_ID: APP,
      APP_SECRET,
      ACCESS_TOKEN: 'EAAtest',
      VERIFY_TOKEN: 'verify-me',
      WEBHOOK_URL: `http://127.0.0.1:${port}/whatsapp/webhook`,
      INVENTORY_KEY,
    });
    // Only what changed since: another way of listing, with a story of its own.
    await this.inventory({ since: false, ...inventory });
    await this.add({ PORT: String(port), ...env });
  }

  /** One more instance; all have one database. */
  async add(env: Record<string, string> = {}): Promise<ServerProcess> {
    const [first] = this.servers;
    const server = new ServerProcess({
      ...this.secrets,
      BOT_ENTRY_FLOW: 'menu',
      WHATSAPP_GRAPH_BASE_URL: this.simulator.address,
      WHATSAPP_BUSINESS_ACCOUNT_ID: WABA,
      WHATSAPP_APP_ID: APP,
      TEMPLATE_SYNC_CRON: '',
      CATALOG_SYNC_CRON: '',
      INVENTORY_BASE_URL: `${this.simulator.address}/inventory/api`,
      INVENTORY_API_KEY: INVENTORY_KEY,
      ...(first !== undefined && { DATABASE_URL: `sqlite:${first.folder}/data/relais.sqlite` }),
      ...env,
    });
    await server.start();
    this.servers.push(server);
    return server;
  }

  async close(): Promise<void> {
    for (const server of this.servers.toReversed()) await server.stop();
    await this.simulator.stop();
  }

  /** Changes what is in the inventory, how it behaves, or what goes wrong with it. */
  inventory(change: object): Promise<{ received: { total: number; calls: Received[] } }> {
    return this.simulator.control('POST', 'inventory', change);
  }

  /** What the inventory was asked, the latest first; at most two hundred are remembered. */
  async received(): Promise<{ total: number; calls: Received[] }> {
    return (await this.inventory({})).received;
  }

  async api<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
    await pause(PACE_MS);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await this.server.api(path, { method, ...sent })) as { status: number; body: T };
  }

  /** What the API says, once it fits. */
  async settled<T>(path: string, fits: (body: T) => boolean, withinMs = 20_000): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const { body } = await this.api<T>('GET', path);
      if (fits(body)) return body;
      if (Date.now() > deadline) throw new Error(`${path} stays ${JSON.stringify(body).slice(0, 1_000)}`);
    }
  }

  async begin(kind: Kind = 'products', force = false): Promise<string> {
    const { status, body } = await this.api<{ runId: string }>('POST', `/inventory/sync/${kind}/`, { force });
    if (status !== 202) throw new Error(`the copy was not begun: ${status} ${JSON.stringify(body)}`);
    return body.runId;
  }

  /** A run, once it is over. */
  over(runId: string, withinMs?: number): Promise<Run> {
    return this.settled<Run>(`/api/catalog/runs/${runId}`, ({ state }) => state !== 'RUNNING', withinMs);
  }

  /** Copies now; the run at its end. */
  async copy(kind: Kind = 'products', force = false): Promise<Run> {
    return this.over(await this.begin(kind, force));
  }

  async runs(kind: Kind): Promise<Run[]> {
    return (await this.api<{ items: Run[] }>('GET', `/api/catalog/runs?kind=${kind}&limit=50`)).body.items;
  }

  /** Why things could not be taken over, by the inventory's id. */
  async faults(runId: string): Promise<Record<string, string>> {
    const path = `/api/catalog/runs/${runId}/faults?limit=100`;
    const { items } = (await this.api<{ items: Fault[] }>('GET', path)).body;
    return Object.fromEntries(items.map(({ remoteId, reason }) => [remoteId ?? '', reason]));
  }

  async status(): Promise<Record<Kind, KindStatus>> {
    return (await this.api<Record<Kind, KindStatus>>('GET', '/inventory/api/status/')).body;
  }

  /** How many products are offered. */
  async active(): Promise<number> {
    return (await this.status()).products.active;
  }

  async product(sku: string): Promise<Record<string, unknown> | undefined> {
    const path = `/api/inventory/products/synced/?q=${sku}&limit=5`;
    const { items } = (await this.api<{ items: Record<string, unknown>[] }>('GET', path)).body;
    return items.find((each) => each['sku'] === sku);
  }

  /** Looks at a page of the server without a word. */
  async look(server: ServerProcess, path = '/'): Promise<number> {
    const headers = path === '/' ? {} : { authorization: `Bearer ${ADMIN_KEY}` };
    const answer = await fetch(`${server.address}${path}`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  }
}
