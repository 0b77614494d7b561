import { cpuMs, peakMiB, residentMiB } from '../ground/cpu.mjs';
import { peer } from '../ground/servers.mjs';
import { Inventory } from '../load/catalog-inventory.mjs';
import { questions } from '../load/catalog-products.mjs';
import { Shop } from '../load/catalog-shop.mjs';
import { quantile } from '../statistics.ts';

const PAGE_SIZE = 500;
/** Of so many repetitions the best: others are on the machine. */
const REPEATED = 3;
/** What the naive one copies, one after the other; for more it is taken to need as much longer. */
const NAIVE_MOST = 2_000;
const LATENCY_MS = 50;
const AT_ONCE = 16;
const LOOKED_MS = 4_000;
const READER = 'reading and hashing';
const RELAIS = 'Relais';
const NAIVE = 'naive';

/** P4: copying an inventory for the first time, again without a change, after one percent has changed; searching in it; who triggers it. */
export async function catalog(bench) {
  const inventory = await Inventory.start(bench.folderFor('inventory'));
  const world = { bench, inventory, rows: [] };
  try {
    await measured(world);
  } finally {
    await inventory.stop();
  }
  return report(world.rows);
}

async function measured(world) {
  const { bench, inventory, rows } = world;
  const [small, large] = bench.quick ? [1_000, 5_000] : [10_000, 100_000];
  for (const size of [small, large]) {
    await inventory.offer({ size, pageSize: PAGE_SIZE });
    rows.push(await plain(world, { who: READER, program: 'catalog-reader', size }));
    for (const ground of bench.grounds) await copied(world, { ground, size, isLarge: size === large });
    if (size === small) for (const ground of bench.grounds) await saved(world, { ground, size });
  }
  const [ground] = bench.grounds;
  for (const [how, wish] of Object.entries(OTHERS)) {
    await inventory.offer({ size: small, pageSize: PAGE_SIZE, ...wish });
    await copied(world, { ground, size: small, how });
  }
  await detailed(world, { ground, size: bench.quick ? 300 : 2_000 });
}

/** Inventories that tell more or less of what changed. */
const OTHERS = { 'with ETags': { etags: true }, 'no times of change': { versions: false } };

/** Relais: all three runs, and what can be done with what was copied. */
async function copied(world, { ground, size, isLarge = false, how }) {
  const { bench, inventory } = world;
  const database = await ground.fresh(true);
  const folder = bench.folderFor(`catalog ${ground.name} ${size} ${how ?? ''}`);
  const shop = await Shop.open({ database, inventory, folder, pageSize: PAGE_SIZE });
  try {
    const figures = await threeRuns(shop, inventory);
    const who = how === undefined ? RELAIS : `${RELAIS}, ${how}`;
    world.rows.push({ part: 'copy', products: size, database: ground.name, who, ...figures });
    if (!isLarge) return;
    await searched(world, { shop, ground, count: bench.quick ? 10 : 60 });
    await triggered(world, { shop, ground });
  } finally {
    await shop.close();
    await database.drop();
  }
}

async function threeRuns(shop, inventory) {
  const ready = residentMiB(shop.pid);
  await shop.copy('categories');
  const [begin, cpu] = [performance.now(), cpuMs(shop.pid)];
  const first = await shop.copy('products');
  const firstCpu = cpuMs(shop.pid) - cpu;
  await shop.indexed();
  const findable = performance.now() - begin;
  const { best: unchanged, cpu: unchangedCpu } = await bestOf(shop, () => inventory.asked());
  const { best: changed, cpu: changedCpu } = await bestOf(shop, () => inventory.change(1));
  return {
    first: first.durationMs,
    unchanged: unchanged.durationMs,
    changed: changed.durationMs,
    firstApi: first.apiMs,
    firstDatabase: first.databaseMs,
    unchangedApi: unchanged.apiMs,
    unchangedDatabase: unchanged.databaseMs,
    firstCpu,
    unchangedCpu,
    changedCpu,
    updated: changed.updated,
    findable,
    ready,
    peak: peakMiB(shop.pid),
  };
}

async function bestOf(shop, prepare) {
  const runs = [];
  for (let times = REPEATED; times > 0; times -= 1) {
    await prepare();
    const cpu = cpuMs(shop.pid);
    runs.push({ run: await shop.copy('products'), cpu: cpuMs(shop.pid) - cpu });
    await shop.indexed();
  }
  const [best] = runs.toSorted((a, b) => a.run.durationMs - b.run.durationMs);
  return { best: best.run, cpu: best.cpu };
}

async function saved(world, { ground, size }) {
  const database = await ground.fresh(false);
  const part = { who: NAIVE, program: 'catalog-naive', size: Math.min(size, NAIVE_MOST), times: 1 };
  const row = await plain(world, { ...part, ground, database });
  world.rows.push(row);
  await database.drop();
}

/** A program that copies when it is told to. */
async function plain({ bench, inventory }, { who, program, size, ground, database, times = REPEATED }) {
  const settings = {
    INVENTORY_URL: inventory.url,
    PAGE_SIZE: String(PAGE_SIZE),
    MOST_PRODUCTS: String(size),
  };
  const folder = bench.folderFor(`catalog ${who} ${size}`);
  const process = await peer(program, { url: database?.url, folder, settings });
  const run = async () => {
    const [begin, cpu] = [performance.now(), cpuMs(process.pid)];
    const response = await fetch(`http://127.0.0.1:${process.port}/`, { method: 'POST' });
    const text = await response.text();
    if (!response.ok || JSON.parse(text).total !== size) throw new Error(`${who}: ${text}`);
    return { ms: performance.now() - begin, cpu: cpuMs(process.pid) - cpu };
  };
  const first = await run();
  const again = [];
  for (let left = times; left > 0; left -= 1) again.push(await run());
  const [unchanged] = again.toSorted((a, b) => a.ms - b.ms);
  const peak = peakMiB(process.pid);
  await process.stop();
  return {
    part: 'copy',
    products: size,
    database: ground?.name ?? '–',
    who,
    first: first.ms,
    unchanged: unchanged.ms,
    firstCpu: first.cpu,
    unchangedCpu: unchanged.cpu,
    peak,
  };
}

/** Each class of questions, one after the other, as a person asks them. */
async function searched(world, { shop, ground, count }) {
  const { items } = await shop.ask('GET', '/api/inventory/categories/synced/?limit=100');
  const all = [];
  for (const [name, list] of Object.entries(questions(count))) {
    const durations = [];
    for (const { category, ...question } of list) {
      const query = new URLSearchParams({ active: 'true', limit: '20', ...question });
      if (category !== undefined) query.set('category', items[category % items.length].id);
      const begin = performance.now();
      await shop.ask('GET', `/api/catalog/products?${query}`);
      durations.push(performance.now() - begin);
    }
    all.push(...durations);
    world.rows.push(latencies(ground, name, durations));
  }
  world.rows.push({ ...latencies(ground, 'all searches', all), isAll: true });
}

function latencies(ground, what, durations) {
  const ascending = durations.toSorted((a, b) => a - b);
  const at = (part) => quantile(ascending, part);
  return { part: 'search', database: ground.name, who: what, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Those who look at the products, while nothing is due, while they begin a run, and while everything is read anew. */
async function triggered(world, { shop, ground }) {
  const row = (who, measured) => ({ part: 'trigger', database: ground.name, who, ...measured });
  await shop.invite();
  await shop.looked(LOOKED_MS / 2);
  const calm = await shop.looked(LOOKED_MS);
  await shop.makeDue();
  const due = await shop.looked(LOOKED_MS);
  const { items } = await shop.ask('GET', '/api/catalog/runs?kind=products&limit=1');
  const [begun] = items;
  if (begun.cause !== 'request') throw new Error('nobody began a run by looking');
  await shop.over(begun.runId);
  const { runId } = await shop.ask('POST', '/inventory/sync/products/', { force: true });
  const forced = await shop.looked(LOOKED_MS);
  await shop.over(runId);
  world.rows.push(
    row('looking, nothing due', calm),
    { ...row('looking, a run due', due), ratio: due.rate / calm.rate, isDue: true },
    { ...row('looking, all read anew', forced), ratio: forced.rate / calm.rate },
  );
}

/** A listing that names its products only: each is asked for, several at once. */
async function detailed(world, { ground, size }) {
  const { bench, inventory } = world;
  await inventory.offer({ size, pageSize: PAGE_SIZE, brief: true, latency: LATENCY_MS });
  const database = await ground.fresh(true);
  const folder = bench.folderFor('catalog details');
  const shop = await Shop.open({ database, inventory, folder, pageSize: PAGE_SIZE, concurrency: AT_ONCE });
  await shop.copy('categories');
  await inventory.asked();
  const first = await shop.copy('products');
  const { calls, most } = await inventory.asked();
  const least = (Math.ceil(size / AT_ONCE) + 1) * LATENCY_MS;
  world.rows.push({
    part: 'details',
    products: size,
    database: ground.name,
    who: `${RELAIS}, one by one, ${LATENCY_MS} ms each, ${AT_ONCE} at once`,
    first: first.durationMs,
    firstApi: first.apiMs,
    firstDatabase: first.databaseMs,
    ratio: least / first.durationMs,
    calls,
    most,
  });
  await shop.close();
  await database.drop();
}

function report(rows) {
  const compared = rows.map((row) => {
    if (row.part !== 'copy' || row.who === READER) return row;
    const reading = rows.find((other) => other.who === READER && other.products === row.products);
    const naive = rows.find((other) => other.who === NAIVE && other.database === row.database);
    const scale = naive && row.products / naive.products;
    return {
      ...row,
      ...(reading && {
        firstOfReading: row.first / reading.first,
        ofReading: row.unchanged / reading.unchanged,
        changedOfReading: row.changed / reading.unchanged,
        cpuOfReading: row.unchangedCpu / reading.unchangedCpu,
      }),
      ...(row.who !== NAIVE &&
        naive && {
          firstOfNaive: (naive.first * scale) / row.first,
          ofNaive: (naive.unchanged * scale) / row.unchanged,
        }),
    };
  });
  return { rows: compared, columns: COLUMNS, goals: goalsOf(compared) };
}

const COLUMNS = [
  ['products', 'products', 0],
  ['database', 'database'],
  ['who', 'who'],
  ['first', 'first ms', 0],
  ['unchanged', 'unchanged ms', 0],
  ['changed', '1 % ms', 0],
  ['firstApi', 'first: API ms', 0],
  ['firstDatabase', 'first: database ms', 0],
  ['unchangedApi', 'unchanged: API ms', 0],
  ['unchangedDatabase', 'unchanged: database ms', 0],
  ['firstCpu', 'first CPU ms', 0],
  ['unchangedCpu', 'unchanged CPU ms', 0],
  ['firstOfReading', 'first × reading', 2],
  ['ofReading', 'unchanged × reading', 2],
  ['changedCpu', '1 % CPU ms', 0],
  ['cpuOfReading', 'unchanged CPU × reading', 2],
  ['changedOfReading', '1 % × reading', 2],
  ['firstOfNaive', 'first × naive', 1],
  ['ofNaive', 'unchanged × naive', 1],
  ['findable', 'all findable ms', 0],
  ['ready', 'MiB when ready', 0],
  ['peak', 'MiB at most', 0],
  ['p50', 'p50 ms', 1],
  ['p95', 'p95 ms', 1],
  ['p99', 'p99 ms', 1],
  ['rate', 'requests/s', 0],
  ['ratio', 'ratio', 2],
  ['calls', 'calls', 0],
  ['most', 'at once', 0],
];

function goalsOf(rows) {
  const ours = rows.filter(({ part, who }) => part === 'copy' && who === RELAIS);
  const large = Math.max(...ours.map(({ products }) => products));
  const where = ({ database, products }) => `${database}, ${products} products`;
  const each = (list, goal, told) => list.map((row) => ({ goal: `${goal} (${where(row)})`, ...told(row) }));
  return [
    ...each(ours, 'unchanged ≤ 1.5 × reading and hashing', ({ ofReading: is }) => ({ is, most: 1.5 })),
    ...each(ours, 'first ≤ 5 × reading and hashing', ({ firstOfReading: is }) => ({ is, most: 5 })),
    ...each(ours, 'first ≥ 15 × naive', ({ firstOfNaive: is }) => ({ is, least: 15 })),
    ...each(ours, 'unchanged ≥ 15 × naive', ({ ofNaive: is }) => ({ is, least: 15 })),
    ...each(
      ours.filter(({ products }) => products === large),
      'resident memory < 250 MiB',
      ({ peak: is }) => ({ is, most: 250 }),
    ),
    ...rows
      .filter(({ part }) => part === 'details')
      .map(({ ratio: is }) => ({
        goal: 'details one by one ≥ 0.9 × what the concurrency allows',
        is,
        least: 0.9,
      })),
    ...rows
      .filter(({ isAll }) => isAll)
      .map(({ p95: is, database }) => ({
        goal: `search p95 ≤ 50 ms (${database}, ${large} products)`,
        is,
        most: 50,
      })),
    ...rows
      .filter(({ isDue }) => isDue)
      .map(({ ratio: is, database }) => ({
        goal: `looking ≥ 0.9 × as often while a run is due (${database})`,
        is,
        least: 0.9,
      })),
  ];
}
