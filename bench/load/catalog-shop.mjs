import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { relais } from '../ground/servers.mjs';
import { quantile } from '../statistics.ts';

const KEY = 'rk_bench-administrator-key-of-forty-characters';
const LOOK_MS = 20;
const CONNECTIONS = 16;

/** The server answers a key only so often a minute. */
const KEYS = 24;

/** Relais with an inventory to copy from, as those see it who use it over HTTP. */
export class Shop {
  #asked = 0;
  #keys = [KEY];

  static async open({ database, inventory, folder, pageSize, concurrency = 4 }) {
    const shop = new Shop();
    shop.database = database;
    mkdirSync(folder, { recursive: true });
    const config = join(folder, 'inventory.json');
    writeFileSync(config, JSON.stringify({ paging: { size: pageSize } }));
    shop.process = await relais({
      url: database.url,
      graphPort: 9,
      folder,
      settings: {
        ADMIN_API_KEY: KEY,
        TEMPLATE_SYNC_CRON: '',
        TOKEN_CHECK_CRON: '',
        CATALOG_SYNC_CRON: '',
        INVENTORY_BASE_URL: inventory.url,
        INVENTORY_API_KEY: 'bench-key',
        INVENTORY_CONFIG_FILE: config,
        INVENTORY_CONCURRENCY: String(concurrency),
      },
    });
    shop.pool = new Pool(`http://127.0.0.1:${shop.process.port}`, { connections: CONNECTIONS });
    return shop;
  }

  /** Lets more than one ask. */
  async invite() {
    for (let number = 1; number < KEYS; number += 1)
      this.#keys.push((await this.ask('POST', '/api/keys', { name: `Bench ${number}`, role: 'admin' })).key);
  }

  get pid() {
    return this.process.pid;
  }

  /** Copies all of a kind, and resolves with the record of the run. */
  async copy(kind, wish = {}) {
    const { runId } = await this.ask('POST', `/inventory/sync/${kind}/`, wish);
    return this.over(runId);
  }

  async over(runId) {
    for (;;) {
      const run = await this.ask('GET', `/api/catalog/runs/${runId}`);
      if (run.state === 'DONE') return run;
      if (run.state !== 'RUNNING') throw new Error(`${run.kind}: ${run.state} ${run.errorCode} ${run.error}`);
      await pause(LOOK_MS);
    }
  }

  /** Waits until every product can be found by its words. */
  async indexed() {
    for (;;) {
      const [row] = await this.database.read(
        `SELECT COUNT(*) AS n FROM catalog_product WHERE ${this.not('is_indexed')}`,
      );
      if (Number(row.n) === 0) return;
      await pause(LOOK_MS * 10);
    }
  }

  /** Lets the next who looks begin a run. What a process remembers of its clock is forgotten after five seconds. */
  async makeDue() {
    await this.database.read(`UPDATE catalog_clock SET next_due_at = '2026-01-01 00:00:00.000'`);
    await pause(5_100);
  }

  /** Requests a second and their milliseconds, from some connections at once, for so long. */
  async looked(ms) {
    const [begin, durations] = [performance.now(), []];
    const one = async () => {
      while (performance.now() - begin < ms) {
        const at = performance.now();
        await this.ask('GET', '/api/inventory/products/synced/?limit=20');
        durations.push(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, one));
    const seconds = (performance.now() - begin) / 1000;
    const ascending = durations.toSorted((a, b) => a - b);
    return {
      rate: durations.length / seconds,
      p50: quantile(ascending, 0.5),
      p99: quantile(ascending, 0.99),
    };
  }

  async ask(method, path, body) {
    const key = this.#keys[(this.#asked += 1) % this.#keys.length];
    const answer = await this.pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  }

  not(column) {
    return this.database.url.startsWith('sqlite:') ? `${column} = 0` : `NOT ${column}`;
  }

  async close() {
    await this.pool.close();
    await this.process.stop();
  }
}
