import { Load } from '../load/orders.mjs';
import { cpuMs, residentMiB } from '../ground/cpu.mjs';
import { KEY, relais } from '../ground/servers.mjs';
import { fill, NUMBERS } from '../ground/queue.mjs';
import { median } from '../statistics.ts';

const PER_SECOND = 80;
const WINDOW_MS = 10_000;
const WARM_MS = 4_000;
/** What the pace leaves free for uneven networks. */
const PLANNED = 1 / 1.028;
const STALLED_MS = 10_000;

/** P6: a long queue over ten numbers, some persons with too many messages, slow to answer or refused. */
export async function sending(bench) {
  const load = await Load.start('receiver.mjs');
  const graphPort = await load.order('graph');
  const rows = [];
  for (const run of runsOf(bench)) rows.push(await measure(run, { bench, load, graphPort }));
  load.stop();
  return report(rows);
}

/** The whole queue once; as long as it takes to see the rate elsewhere. */
function runsOf({ quick, grounds }) {
  const [first, postgres] = grounds;
  const count = quick ? 20_000 : 100_000;
  const whole = { ground: first, count, instances: 1, ms: quick ? 14_000 : 170_000 };
  if (postgres === undefined) return [whole];
  const part = { ground: postgres, count, ms: 18_000 };
  return [whole, { ...part, instances: 1 }, { ...part, instances: 2 }];
}

async function measure({ ground, count, instances, ms }, { bench, load, graphPort }) {
  const database = await ground.fresh(true);
  const { slow, refused, plain } = await fill(database, { count, key: KEY });
  await load.order('expect', { slow, refused });
  const start = (name) =>
    relais({
      url: database.url,
      graphPort,
      folder: bench.folderFor(`sending ${ground.name} ${name}`),
      settings: { WHATSAPP_MAX_PER_SECOND: String(PER_SECOND) },
    });
  const servers = [await start('one')];
  if (instances === 2) servers.push(await start('two'));
  const begin = performance.now();
  const before = servers.map(({ pid }) => cpuMs(pid));
  const memory = [];
  const most = plain / NUMBERS.length;
  let [arrived, since] = [0, begin];
  for (let now = begin; now - begin < ms; now = performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    memory.push(residentMiB(servers[0].pid));
    const total = await load.order('arrived');
    if (total > arrived) [arrived, since] = [total, performance.now()];
    if (total >= plain || performance.now() - since > STALLED_MS) break;
    // Whoever goes away hands over in the middle of the work.
    if (instances === 2 && servers.length === 2 && now - begin > ms / 2) await servers.pop().stop();
  }
  const used = servers.reduce((sum, { pid }, at) => sum + cpuMs(pid) - before[at], 0);
  const figures = await load.order('figures', {
    perSecond: PER_SECOND,
    windowMs: bench.quick ? 5_000 : WINDOW_MS,
    warmMs: bench.quick ? 2_000 : WARM_MS,
    most: most * 0.95,
  });
  const complaints = servers[0].complaints();
  for (const server of servers) await server.stop();
  await database.drop();
  if (figures.numbers.length < NUMBERS.length) throw new Error(`not every number sends:\n${complaints}`);
  return {
    database: ground.name,
    instances,
    queued: count,
    ...summary(figures, arrived),
    ...growth(memory),
    cpuMicros: instances === 1 ? (used * 1000) / arrived : undefined,
  };
}

function summary({ numbers, twice, receiverDelayMs }, arrived) {
  const of = (name) => numbers.map((each) => each[name]);
  return {
    numbers: numbers.length,
    arrived,
    fullest: Math.max(...of('fullest')),
    least: Math.min(...of('least')),
    mean: Math.min(...of('mean')),
    early: of('early').reduce((sum, each) => sum + each, 0),
    twice,
    receiverDelayMs,
  };
}

/**
 * Memory soon after the start, half-way and at the end. The heap fills up before it is collected for the first time: that it stays as
 * it is shows in the second half.
 */
function growth(memory) {
  const near = (part) => {
    const at = Math.max(1, Math.floor(memory.length * part));
    return median(memory.slice(Math.max(0, at - 5), at));
  };
  const [earlyMiB, halfMiB, lateMiB] = [near(0.1), near(0.5), near(1)];
  return { earlyMiB, halfMiB, lateMiB, growth: lateMiB / halfMiB };
}

function report(rows) {
  const each = (row) =>
    `${row.database}${row.instances > 1 ? `, ${row.instances} instances, one leaves` : ''}`;
  return {
    rows,
    columns: [
      ['database', 'database'],
      ['instances', 'instances', 0],
      ['queued', 'queued', 0],
      ['arrived', 'arrived', 0],
      ['fullest', 'fullest s', 0],
      ['least', 'least 10 s', 3],
      ['mean', 'mean, least', 3],
      ['early', 'pair early', 0],
      ['twice', 'twice', 0],
      ['earlyMiB', 'MiB early', 0],
      ['halfMiB', 'MiB half-way', 0],
      ['lateMiB', 'MiB end', 0],
      ['growth', 'end / half', 2],
      ['cpuMicros', 'CPU µs', 0],
      ['receiverDelayMs', 'receiver late ms', 0],
    ],
    goals: rows.flatMap((row) => [
      { goal: `no second above ${PER_SECOND} (${each(row)})`, is: row.fullest, most: PER_SECOND },
      ...(row.instances > 1
        ? []
        : [
            {
              goal: `≥ 0.95 of its rate in any 10 s, slowest number (${each(row)})`,
              is: row.least,
              least: 0.95,
            },
          ]),
      ...(row.instances > 1
        ? []
        : [
            {
              goal: `≥ 0.98 of its planned pace on the whole, slowest number (${each(row)})`,
              is: row.mean / PLANNED,
              least: 0.98,
            },
          ]),
      { goal: `sent to one person sooner than the pair limit allows (${each(row)})`, is: row.early, most: 0 },
      { goal: `sent twice (${each(row)})`, is: row.twice, most: 0 },
      { goal: `memory at the end ≤ 1.1 × half-way (${each(row)})`, is: row.growth, most: 1.1 },
    ]),
  };
}
