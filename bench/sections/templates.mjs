import { cpuMs, peakMiB, residentMiB } from '../ground/cpu.mjs';
import { peer, relais, SECRET, simulator } from '../ground/servers.mjs';
import { medians } from '../statistics.ts';
import { NUMBER_ID } from '../webhooks.ts';

const ACCOUNT_ID = '100000000000009';
const KEY = 'rk_bench-administrator-key-of-forty-characters';
const FIRST_TEMPLATES = 13;
const LATENCY_MS = 100;
/** A quick run says little: the middle one of some. */
const REPEATED = 3;

/** Who takes part; each starts anew for each size. */
const READER = {
  name: 'reading only',
  keeps: false,
  start: (at) => peer('templates-reader', at),
  ask: plain,
};
const RELAIS = { name: 'Relais', keeps: true, isMigrated: true, start: server, ask: synchronise };
const NAIVE = {
  name: 'naive',
  keeps: true,
  isMigrated: false,
  start: (at) => peer('templates-naive', at),
  ask: plain,
};

/** P3: copying the account's templates for the first time, again without a change, and after one percent has changed. */
export async function templates(bench) {
  const meta = await Meta.start(bench.folderFor('simulator'));
  const [small, middle, large] = bench.quick ? [250, 1_000] : [250, 6_000, 50_000];
  const results = new Map();
  const all = async (size, latency, contenders, grounds = bench.grounds) => {
    for (const [contender, ground] of pairsOf(contenders, grounds)) {
      const row = await contend(contender, { ground, size, latency, meta, bench });
      const key = `${row.templates} ${row.latency} ${row.database} ${row.who}`;
      results.set(key, [...(results.get(key) ?? []), row]);
    }
  };
  await bench.rounds('templates', async () => {
    for (const size of [small, middle]) await all(size, 0, [READER, RELAIS, NAIVE]);
  });
  const [one] = bench.grounds;
  if (large !== undefined) {
    await all(large, 0, [READER, RELAIS]);
    // The naive one takes more than a minute.
    await all(large, 0, [NAIVE], [one]);
  }
  await all(middle, LATENCY_MS, [READER, RELAIS], [one]);
  await meta.stop();
  return report([...results.values()].map(medians));
}

/** What keeps nothing needs no database, and takes part once. */
function pairsOf(contenders, grounds) {
  return contenders.flatMap((each) =>
    each.keeps ? grounds.map((ground) => [each, ground]) : [[each, null]],
  );
}

async function contend(contender, { ground, size, latency, meta, bench }) {
  await meta.reset({ size, latency });
  const database = (await ground?.fresh(contender.isMigrated)) ?? null;
  const folder = bench.folderFor(`${contender.name} ${size} ${latency}`);
  const program = await contender.start({
    url: database?.url,
    graphPort: meta.port,
    folder,
    settings: { ACCOUNT_ID },
  });
  const ready = residentMiB(program.pid);
  const run = async (wish) => {
    const [begin, cpu] = [performance.now(), cpuMs(program.pid)];
    const told = await contender.ask(program, wish);
    if (told.total !== undefined && told.total !== size)
      throw new Error(`${told.total} templates, not ${size}`);
    return { ...told, ms: performance.now() - begin, cpuMs: cpuMs(program.pid) - cpu };
  };
  const first = await run({ disable: true });
  const again = [];
  for (let times = contender === NAIVE ? 1 : REPEATED; times > 0; times -= 1)
    again.push(await run({ disable: true }));
  const unchanged = medians(again);
  await meta.change(1);
  const changed = await run({ disable: true });
  await meta.change(1);
  const since = contender === RELAIS ? await contender.ask(program, { incremental: true }) : {};
  const peak = peakMiB(program.pid);
  await program.stop();
  await database?.drop();
  return {
    templates: size,
    latency,
    database: ground?.name ?? '–',
    who: contender.name,
    first: first.ms,
    unchanged: unchanged.ms,
    changed: changed.ms,
    firstCpu: first.cpuMs,
    unchangedCpu: unchanged.cpuMs,
    updated: changed.updated,
    calls: unchanged.apiCalls,
    sinceCalls: since.apiCalls,
    ready,
    peak,
  };
}

function server({ url, graphPort, folder }) {
  const settings = {
    ADMIN_API_KEY: KEY,
    WHATSAPP_BUSINESS_ACCOUNT_ID: ACCOUNT_ID,
    TEMPLATE_SYNC_CRON: '',
    TOKEN_CHECK_CRON: '',
  };
  return relais({ url, graphPort, folder, settings });
}

async function plain({ port }) {
  return answered(await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }));
}

async function synchronise({ port }, wish) {
  const response = await fetch(`http://127.0.0.1:${port}/api/templates/sync?wait=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  const { total, ...statistics } = await answered(response);
  return wish.incremental ? statistics : { total, ...statistics };
}

async function answered(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** The simulator, and what it is told. */
class Meta {
  static async start(folder) {
    const meta = new Meta();
    const settings = {
      SIMULATOR_ACCESS_TOKEN: 'bench-token',
      SIMULATOR_APP_SECRET: SECRET,
      SIMULATOR_PHONE_NUMBER_ID: NUMBER_ID,
      SIMULATOR_BUSINESS_ACCOUNT_ID: ACCOUNT_ID,
    };
    meta.process = await simulator({ folder, settings });
    meta.port = meta.process.port;
    return meta;
  }

  async reset({ size, latency }) {
    this.sown = size - FIRST_TEMPLATES;
    this.size = size;
    await this.#tell('POST', 'reset');
    await this.#tell('PATCH', 'options', { limits: { management: null } });
    await this.#tell('POST', 'templates/seed', { count: this.sown });
    const slow = { kind: 'slow', ms: latency, on: 'listing', times: null };
    if (latency > 0) await this.#tell('POST', 'faults', slow);
  }

  /** So many percent of all, which are some more of those that were sown. */
  change(percent) {
    const ofSown = (percent * this.size * (1 + Number.EPSILON)) / this.sown;
    return this.#tell('POST', 'templates/seed', { changedPercent: ofSown });
  }

  stop() {
    return this.process.stop();
  }

  async #tell(method, path, body) {
    const headers = body && { 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${this.port}/sim/${path}`;
    return answered(await fetch(url, { method, headers, body: body && JSON.stringify(body) }));
  }
}

function report(rows) {
  const find = (row, who) =>
    rows.find(
      (other) =>
        other.who === who &&
        other.templates === row.templates &&
        other.latency === row.latency &&
        (other.database === row.database || who === READER.name),
    );
  const compared = rows.map((row) => {
    const [reading, naive] = [find(row, READER.name), find(row, NAIVE.name)];
    return {
      ...row,
      firstOfReading: reading && row.first / reading.first,
      ofReading: reading && row.unchanged / reading.unchanged,
      ofNaive: naive && row !== naive ? naive.unchanged / row.unchanged : undefined,
    };
  });
  return { rows: compared, columns: COLUMNS, goals: goalsOf(compared) };
}

const COLUMNS = [
  ['templates', 'templates', 0],
  ['latency', 'latency ms', 0],
  ['database', 'database'],
  ['who', 'who'],
  ['first', 'first ms', 0],
  ['unchanged', 'unchanged ms', 0],
  ['changed', '1 % ms', 0],
  ['firstCpu', 'first CPU ms', 0],
  ['unchangedCpu', 'unchanged CPU ms', 0],
  ['updated', 'updated', 0],
  ['firstOfReading', 'first × reading', 2],
  ['ofReading', 'unchanged × reading', 2],
  ['ofNaive', '× naive', 1],
  ['calls', 'calls', 0],
  ['sinceCalls', 'calls since', 0],
  ['ready', 'MiB when ready', 0],
  ['peak', 'MiB at most', 0],
];

function goalsOf(rows) {
  const ours = rows.filter(({ who }) => who === RELAIS.name);
  const direct = ours.filter(({ latency }) => latency === 0);
  const large = direct.filter(({ templates: count }) => count >= 1_000);
  const where = ({ database, templates: count }) => `${database}, ${count} templates`;
  return [
    ...ours
      .filter(({ latency, templates: count }) => latency > 0 && count >= 6_000)
      .map((row) => ({
        goal: `unchanged ≤ 1.05 × the API's own time at ${row.latency} ms (${where(row)})`,
        is: row.ofReading,
        most: 1.05,
      })),
    ...large.map((row) => ({
      goal: `unchanged ≤ 2.5 × reading only (${where(row)})`,
      is: row.ofReading,
      most: 2.5,
    })),
    ...large.map((row) => ({ goal: `unchanged ≥ 20 × naive (${where(row)})`, is: row.ofNaive, least: 20 })),
    ...ours.map((row) => ({
      goal: `a page for each hundred (${where(row)})`,
      is: row.calls,
      most: Math.ceil(row.templates / 100),
    })),
    ...direct
      .filter(({ templates: count }) => count <= 6_000)
      .map((row) => ({
        goal: `calls of a run since the last one ≤ 2 (${where(row)})`,
        is: row.sinceCalls,
        most: 2,
      })),
    ...memoryGoals(direct),
  ];
}

/** Eight times as many templates take hardly more room. */
function memoryGoals(rows) {
  return rows.flatMap((row) => {
    const fewer = rows.find(({ database, templates: count }) => database === row.database && count === 6_000);
    if (row.templates <= 6_000 || !fewer) return [];
    return [
      {
        goal: `memory at most ≤ 1.5 × that of 6,000 (${row.database})`,
        is: row.peak / fewer.peak,
        most: 1.5,
      },
    ];
  });
}
