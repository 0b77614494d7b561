import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuMs, residentMiB } from '../ground/cpu.mjs';
import { fillRegister } from '../ground/registrations.mjs';
import { KEY, relais, SECRET, simulator } from '../ground/servers.mjs';
import { Load } from '../load/orders.mjs';
import { median } from '../statistics.ts';

const LATENCY_MS = 50;
const LOOK_MS = 500;
/** Persons that the program that keeps nothing registers on each of its connections. */
const BARE_EACH = 60;
const STALLED_MS = 20_000;
const COLLECTING = new URL('../ground/collecting.mjs', import.meta.url).href;
const PLAN = fileURLToPath(new URL('../../docs/examples/dhis2/tracker.yaml', import.meta.url));
const TOKEN = 'bench-dhis2-token';
const ADMIN_KEY = 'rk_bench-administrator-key-of-forty-letters';

/** Who talks while the register is well or not, and how often. */
const RATE = 60;
const TALK = { people: 40, rate: RATE, statuses: false, warmMs: 1_000 };
const NONE = { name: 'none', what: 'no register' };
const WELL = { name: 'answers' };
const WEATHERS = [
  WELL,
  { name: 'answers 503', fault: { kind: 'down' } },
  { name: 'is silent', fault: { kind: 'silent' } },
];

/** The goal for registrations that wait, and what a register in trouble costs those who talk. */
export async function dhis2(bench) {
  const register = await simulator({
    folder: bench.folderFor('dhis2 register'),
    settings: { SIMULATOR_DHIS2_TOKEN: TOKEN },
  });
  const load = await Load.start('people.mjs');
  const bare = await Load.start('dhis2-bare.mjs');
  const graphPort = await load.order('graph');
  const at = { bench, load, bare, graphPort, register };
  const rows = [];
  for (const ground of bench.grounds) {
    for (const concurrency of [8, 16]) rows.push(await deliver(at, ground, concurrency));
  }
  rows.push(...(await talk(at, bench.grounds[0])));
  load.stop();
  bare.stop();
  await register.stop();
  return report(rows);
}

/** A queue that is there when the server starts, until the register has the last of it. */
async function deliver({ bench, bare, graphPort, register }, ground, concurrency) {
  const count = bench.quick ? 1_500 : 10_000;
  const database = await ground.fresh(true);
  await fillRegister(database, { count, key: KEY });
  const order = { port: register.port, token: TOKEN, concurrency, count: concurrency * BARE_EACH };
  await settle(register);
  const bareRate = (await bare.order('register', order)).rate;
  await settle(register);
  const folder = bench.folderFor(`dhis2 ${ground.name} ${concurrency}`);
  const heldFile = join(folder, 'held');
  const server = await relais({
    url: database.url,
    graphPort,
    folder,
    settings: settingsFor(register, {
      DHIS2_CONCURRENCY: String(concurrency),
      NODE_OPTIONS: `--import=${COLLECTING}`,
      BENCH_MEMORY_FILE: heldFile,
    }),
  });
  const before = { server: cpuMs(server.pid), register: cpuMs(register.pid) };
  const looks = await watch({ server, heldFile }, register, count);
  const used = { server: cpuMs(server.pid) - before.server, register: cpuMs(register.pid) - before.register };
  const { byWhat } = (await control(register, 'GET')).counts;
  const { items } = await control(register, 'GET', undefined, '/received?limit=500');
  await until(async () => (await stateOf(database)).waiting === 0);
  const { done } = await stateOf(database);
  const [{ attempt }] = await database.read('SELECT AVG(duration_ms) AS attempt FROM dhis2_attempt');
  const complaints = server.complaints();
  await server.stop();
  await database.drop();
  if (done < count) throw new Error(`${count - done} of ${count} are not registered:\n${complaints}`);
  const calls = ((byWhat.search ?? 0) + (byWhat.create ?? 0)) / count;
  const [first, last] = [looks[0], looks.at(-1)];
  const rate = ((last.clients - first.clients) * 1000) / (last.at - first.at);
  return {
    database: ground.name,
    what: `${count} waiting, ${concurrency} at once`,
    rate,
    best: (concurrency * 1000) / (calls * LATENCY_MS),
    share: (rate * calls * LATENCY_MS) / 1000 / concurrency,
    bareRate,
    ofBare: rate / bareRate,
    calls,
    callMs: median(items.map(({ ms }) => ms)),
    attemptMs: Number(attempt),
    twice: last.clients - count,
    ...growth(looks),
    cpuMicros: (used.server * 1000) / count,
    registerCpu: used.register / (last.at - first.at),
  };
}

async function watch({ server, heldFile }, register, count) {
  const looks = [];
  const parts = [0.1, 0.5, 1];
  for (let since = performance.now(); ;) {
    await pause(LOOK_MS);
    const { clients } = (await control(register, 'GET')).counts;
    const at = performance.now();
    if (clients > (looks.at(-1)?.clients ?? 0)) {
      looks.push({ at, clients, mib: residentMiB(server.pid) });
      since = at;
    }
    if (clients >= count * parts[0]) {
      parts.shift();
      looks.at(-1).held = await heldBy(server, heldFile);
    }
    if (clients >= count || at - since > STALLED_MS) return looks;
  }
}

/** MiB that are in use after everything that nobody holds was thrown away. */
async function heldBy({ pid }, file) {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  let held = Number.NaN;
  await until(() => {
    held = Number(readFileSync(file, { encoding: 'utf8', flag: 'a+' }) || Number.NaN);
    return !Number.isNaN(held);
  }, 50);
  return held;
}

async function stateOf(database) {
  const rows = await database.read('SELECT state, COUNT(*) AS amount FROM dhis2_registration GROUP BY state');
  const amount = (test) =>
    rows.filter(({ state }) => test(state)).reduce((sum, row) => sum + Number(row.amount), 0);
  return { done: amount((state) => state === 'DONE'), waiting: amount((state) => state !== 'DONE') };
}

/** The same people without a register, and beside one that answers, refuses and says nothing, in turn and again. */
async function talk(at, ground) {
  const runs = new Map();
  await listen(at, ground, { weathers: [NONE], settings: {}, runs });
  await listen(at, ground, { weathers: WEATHERS, settings: settingsFor(at.register, {}), runs });
  const of = (name, figure) => median(runs.get(name).map((run) => run[figure]));
  return [NONE, ...WEATHERS].map(({ name, what = `the register ${name}` }) => ({
    database: ground.name,
    what: `${RATE} messages/s, ${what}`,
    p50: of(name, 'p50'),
    p99: of(name, 'p99'),
    ofWell: name === WELL.name ? undefined : of(name, 'p50') / of(WELL.name, 'p50'),
    turnMicros: of(name, 'cpuMicros'),
    stuck: of(name, 'stuck'),
  }));
}

async function listen({ bench, load, graphPort, register }, ground, { weathers, settings, runs }) {
  const database = await ground.fresh(true);
  await settle(register);
  const folder = bench.folderFor(`dhis2 talk ${weathers.length}`);
  const server = await relais({ url: database.url, graphPort, folder, settings });
  const { port, path } = server;
  await load.order('rehearse', { port, path, secret: SECRET, connections: 40, run: 'dhis2', first: 0 });
  // What was compiled and filled in the first round tells nothing of the register.
  for (let round = bench.quick ? 0 : -1; round < (bench.quick ? 1 : 4); round += 1) {
    for (const weather of round % 2 === 0 ? weathers : weathers.toReversed()) {
      if (weather !== NONE) await turnTo(weather, { register, server });
      const run = await load.order('talk', { ...TALK, pid: server.pid, ms: bench.quick ? 2_000 : 5_000 });
      if (round >= 0) runs.set(weather.name, [...(runs.get(weather.name) ?? []), run]);
    }
  }
  await load.order('leave');
  await server.stop();
  await database.drop();
}

/** What waits is due, and the register is tried at once: each weather begins with attempts of its own. */
async function turnTo({ fault }, { register, server }) {
  const faults = fault === undefined ? [] : [{ ...fault, times: null }];
  await control(register, 'POST', { clearFaults: true, faults });
  const response = await fetch(`http://127.0.0.1:${server.port}/api/dhis2/registrations/retry`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: '{"all":true}',
  });
  if (!response.ok) throw new Error(`retry: ${response.status} ${await response.text()}`);
}

/** As on its first day, and so slow. */
async function settle(register) {
  await control(register, 'DELETE');
  await control(register, 'POST', { latencyMs: LATENCY_MS });
}

function settingsFor(register, more) {
  return {
    // In production the ids of an example are refused.
    NODE_ENV: 'test',
    DHIS2_MODE: 'tracker',
    DHIS2_BASE_URL: `http://127.0.0.1:${register.port}/dhis2`,
    DHIS2_API_TOKEN: TOKEN,
    DHIS2_CONFIG_FILE: PLAN,
    ADMIN_API_KEY: ADMIN_KEY,
    ...more,
  };
}

async function control({ port }, method, body, path = '') {
  const response = await fetch(`http://127.0.0.1:${port}/sim/dhis2${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} /sim/dhis2: ${response.status} ${await response.text()}`);
  return response.json();
}

async function until(holds, everyMs = LOOK_MS) {
  for (let tries = 0; tries < 40 && !(await holds()); tries += 1) await pause(everyMs);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is held after a tenth, half and all of them; and how much there was at most with what could have been thrown away. */
function growth(looks) {
  const [earlyMiB, halfMiB, lateMiB] = looks.map(({ held }) => held).filter((held) => held !== undefined);
  const mostMiB = Math.max(...looks.map(({ mib }) => mib));
  return { earlyMiB, halfMiB, lateMiB, growth: lateMiB / halfMiB, mostMiB };
}

function report(rows) {
  const queues = rows.filter(({ share }) => share !== undefined);
  const each = ({ database, what }) => `${database}, ${what}`;
  return {
    rows,
    columns: [
      ['database', 'database'],
      ['what', 'what'],
      ['rate', 'registered/s', 0],
      ['best', 'best possible', 0],
      ['share', '× best', 2],
      ['bareRate', 'bare', 0],
      ['ofBare', '× bare', 2],
      ['calls', 'calls each', 2],
      ['callMs', 'ms a call there', 0],
      ['attemptMs', 'ms an attempt', 0],
      ['twice', 'twice', 0],
      ['earlyMiB', 'MiB held early', 0],
      ['halfMiB', 'half-way', 0],
      ['lateMiB', 'at the end', 0],
      ['growth', 'end / half', 2],
      ['mostMiB', 'MiB resident', 0],
      ['cpuMicros', 'CPU µs', 0],
      ['registerCpu', 'register CPU', 2],
      ['p50', 'p50 ms', 1],
      ['p99', 'p99 ms', 1],
      ['ofWell', '× well', 2],
      ['turnMicros', 'CPU µs a turn', 0],
      ['stuck', 'stuck', 0],
    ],
    goals: [
      ...queues.map((row) => ({
        goal: `≥ 0.8 of what is possible (${each(row)})`,
        is: row.share,
        least: 0.8,
      })),
      ...queues.map((row) => ({ goal: `registered twice (${each(row)})`, is: row.twice, most: 0 })),
      ...queues.map((row) => ({
        goal: `memory held at the end ≤ 1.1 × half-way (${each(row)})`,
        is: row.growth,
        most: 1.1,
      })),
      ...rows
        .filter(({ ofWell, what }) => ofWell !== undefined && !what.endsWith(NONE.what))
        .map((row) => ({ goal: `a turn ≤ 1.1 × as long (${each(row)})`, is: row.ofWell, most: 1.1 })),
    ],
  };
}
