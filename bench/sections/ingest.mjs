import { hash } from 'node:crypto';
import { Load } from '../load/orders.mjs';
import { medians } from '../statistics.ts';
import { messageId } from '../webhooks.ts';
import { peer, relais, SECRET } from '../ground/servers.mjs';

const LOADS = [64, 256];
const RUN = 'ingest';
const keyOf = (id) => hash('sha256', `m|meta|${id}`, 'base64url');

const HOUSE = { isMigrated: true, kept: 'SELECT dedupe_key AS k FROM whatsapp_inbox', keyOf };
const SMALL = { isMigrated: false, kept: 'SELECT message_id AS k FROM message', keyOf: (id) => id };

/** Who takes part on each database. */
const CONTENDERS = [
  {
    name: 'bare, same table',
    ...HOUSE,
    start: (at) => peer('bare', { ...at, settings: { TABLE: 'house' } }),
  },
  {
    name: 'bare, small table',
    ...SMALL,
    start: (at) => peer('bare', { ...at, settings: { TABLE: 'small' } }),
  },
  {
    name: 'Relais, web',
    ...HOUSE,
    start: (at) => relais({ ...at, settings: { PROCESS_ROLE: 'web' } }),
  },
  {
    name: 'Relais, all',
    ...HOUSE,
    loads: [64],
    start: (at) => relais({ ...at, settings: { PROCESS_ROLE: 'all' } }),
  },
  {
    name: 'naive',
    ...SMALL,
    kept: 'SELECT "messageId" AS k FROM message',
    loads: [64],
    start: (at) => peer('naive', { ...at, graphPort: undefined }),
  },
];
const NOTHING = { name: 'bare, keeps nothing', start: ({ folder }) => peer('bare', { folder }) };
const QUICK = ['bare, same table', 'Relais, web', 'naive'];

/** P1: signed webhooks in, each verified, parsed, written once, committed, answered. */
export async function ingest(bench) {
  const load = await Load.start('flood.mjs');
  const most = bench.quick ? 30_000 : 70_000;
  await load.order('prepare', { path: '/whatsapp/webhook', secret: SECRET, count: most * 2, run: RUN });
  const graphPort = await load.order('graph');
  const times = bench.quick
    ? { warmMs: 1_000, warmRequests: 8_000, ms: 800 }
    : { warmMs: 3_000, warmRequests: 16_000, ms: 1_500 };
  const ground = { bench, load, graphPort, most, times };
  const results = new Map();
  const contenders = CONTENDERS.filter(({ name }) => !bench.quick || QUICK.includes(name));
  await bench.rounds('ingest', async () => {
    const rows = await contend(NOTHING, null, ground);
    for (const database of bench.grounds) {
      for (const contender of contenders) rows.push(...(await contend(contender, database, ground)));
    }
    for (const row of rows) {
      const key = `${row.database} ${row.server} ${row.connections}`;
      results.set(key, [...(results.get(key) ?? []), row]);
    }
  });
  load.stop();
  return report([...results.values()].map(medians));
}

async function contend(contender, ground, { bench, load, graphPort, most, times }) {
  const database = (await ground?.fresh(contender.isMigrated)) ?? null;
  const folder = bench.folderFor(contender.name);
  const server = await contender.start({ url: database?.url, graphPort, folder });
  const rows = [];
  const loads = bench.quick ? LOADS.slice(0, 1) : (contender.loads ?? LOADS);
  for (const [at, connections] of loads.entries()) {
    const first = at * most;
    const before = (await database?.cpuMs()) ?? 0;
    const order = { port: server.port, pid: server.pid, connections, first, most, ...times };
    const { acknowledged, ...run } = await load.order('flood', order);
    const databaseMs = ((await database?.cpuMs()) ?? 0) - before;
    const verdict = database === null ? {} : await verify(contender, database, acknowledged, first);
    const about = { database: ground?.name ?? '–', server: contender.name, connections };
    rows.push({ ...about, ...run, databaseMicros: (databaseMs * 1000) / run.sent || undefined, ...verdict });
  }
  await server.stop();
  await database?.drop();
  return rows;
}

/** Looks every acknowledged message up. */
async function verify({ kept, keyOf: key }, database, acknowledged, first) {
  const counts = new Map();
  for (const { k } of await database.read(kept)) counts.set(k, (counts.get(k) ?? 0) + 1);
  let lost = 0;
  let confirmed = 0;
  acknowledged.forEach((isAcknowledged, n) => {
    if (isAcknowledged === 0) return;
    confirmed += 1;
    if (!counts.has(key(messageId(RUN, first + n)))) lost += 1;
  });
  const doubled = [...counts.values()].filter((count) => count > 1).length;
  return { confirmed, lost, doubled };
}

function report(rows) {
  const beside = (row, server) =>
    rows.find(
      (other) =>
        other.database === row.database && other.connections === row.connections && other.server === server,
    );
  const compared = rows.map((row) => {
    const same = beside(row, 'bare, same table');
    const small = beside(row, 'bare, small table');
    const naive = beside(row, 'naive');
    return {
      ...row,
      ofSame: same && row.rate / same.rate,
      ofSmall: small && row.rate / small.rate,
      cpuOfSame: same && row.cpuMicros / same.cpuMicros,
      p99OfSame: same && row.p99 / same.p99,
      ofNaive: naive && row.rate / naive.rate,
    };
  });
  return { rows: compared, columns: COLUMNS, goals: goalsOf(compared) };
}

const COLUMNS = [
  ['database', 'database'],
  ['server', 'server'],
  ['connections', 'conn.', 0],
  ['rate', 'req/s', 0],
  ['ofSame', '× bare same', 2],
  ['ofSmall', '× bare small', 2],
  ['ofNaive', '× naive', 1],
  ['p50', 'p50 ms', 1],
  ['p99', 'p99 ms', 1],
  ['cpuMicros', 'CPU µs', 1],
  ['cpuOfSame', 'CPU × same', 2],
  ['databaseMicros', 'db µs', 1],
  ['loadCpu', 'load CPU', 2],
  ['confirmed', 'acknowledged', 0],
  ['lost', 'lost', 0],
  ['doubled', 'doubled', 0],
  ['failures', 'refused', 0],
];

function goalsOf(rows) {
  const ours = rows.filter(({ server }) => server === 'Relais, web');
  const where = ({ database, connections }) => `${database}, ${connections} connections`;
  const sum = (name) => rows.reduce((total, row) => total + (row[name] ?? 0), 0);
  return [
    ...ours.map((row) => ({
      goal: `≥ 0.80 × bare on the same table (${where(row)})`,
      is: row.ofSame,
      least: 0.8,
    })),
    ...ours
      .filter(({ ofNaive }) => ofNaive !== undefined)
      .map((row) => ({ goal: `≥ 15 × naive (${where(row)})`, is: row.ofNaive, least: 15 })),
    ...ours.map((row) => ({ goal: `p99 ≤ 1.5 × bare (${where(row)})`, is: row.p99OfSame, most: 1.5 })),
    { goal: 'acknowledged and lost', is: sum('lost'), most: 0 },
    { goal: 'stored twice', is: sum('doubled'), most: 0 },
    { goal: 'not answered with 200', is: sum('failures'), most: 0 },
  ];
}
