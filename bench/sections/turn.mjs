import { Load } from '../load/orders.mjs';
import { medians } from '../statistics.ts';
import { peer, relais, SECRET } from '../ground/servers.mjs';

const PEOPLE = 64;
const OPEN_RATE = 100;

/** Who takes part without a database, and who on each. */
const MEMORY = { name: 'bare, no database', start: (at) => peer('bot', at) };
const CONTENDERS = [
  { name: 'quick prototype', start: (at) => peer('bot', at) },
  { name: 'Relais', isMigrated: true, isOurs: true, start: (at) => relais(at) },
  { name: 'naive', start: (at) => peer('naive', at) },
];

/** P2: a person's message in, its reply at the Graph API; whole conversations, each by somebody else. */
export async function turn(bench) {
  const load = await Load.start('people.mjs');
  const graphPort = await load.order('graph');
  const results = new Map();
  const note = (row) => {
    const key = `${row.database} ${row.server} ${row.manner}`;
    results.set(key, [...(results.get(key) ?? []), row]);
  };
  await bench.rounds('turn', async (round) => {
    for (const row of await contend(MEMORY, null, { bench, load, graphPort, round })) note(row);
    for (const ground of bench.grounds) {
      for (const contender of CONTENDERS) {
        for (const row of await contend(contender, ground, { bench, load, graphPort, round })) note(row);
      }
    }
  });
  load.stop();
  return report([...results.values()].map(medians));
}

async function contend(contender, ground, { bench, load, graphPort, round }) {
  const database = (await ground?.fresh(contender.isMigrated === true)) ?? null;
  const server = await contender.start({
    url: database?.url,
    graphPort,
    folder: bench.folderFor(contender.name),
  });
  const about = { database: ground?.name ?? '–', server: contender.name };
  const crowd = {
    port: server.port,
    path: server.path,
    secret: SECRET,
    connections: PEOPLE,
    run: `turn${round}`,
    first: 0,
  };
  const { transcript, code } = await load.order('rehearse', crowd);
  if (!code)
    throw new Error(
      `${contender.name} gives no code:\n${JSON.stringify(transcript, null, 2)}\n${server.complaints()}`,
    );
  const rows = [];
  for (const manner of mannersOf(contender, bench.quick)) {
    const { name, ...order } = manner;
    const before = (await database?.cpuMs()) ?? 0;
    const run = await load.order('talk', { pid: server.pid, ...order });
    const databaseMs = ((await database?.cpuMs()) ?? 0) - before;
    const share = order.ms / (order.ms + order.warmMs);
    const databaseMicros =
      ground?.name === 'PostgreSQL' ? (databaseMs * 1000 * share) / run.turns : undefined;
    rows.push({ ...about, manner: name, ...run, databaseMicros });
  }
  await load.order('leave');
  await server.stop();
  await database?.drop();
  return rows;
}

function mannersOf({ isOurs, name }, quick) {
  const ms = quick ? 1_000 : 2_500;
  const warmMs = quick ? 1_500 : 3_000;
  const closed = { name: 'closed, 64 people', people: PEOPLE, statuses: false, warmMs, ms };
  const open = {
    name: `open, ${OPEN_RATE}/s`,
    people: 40,
    rate: OPEN_RATE,
    statuses: false,
    warmMs: 500,
    ms: 2_000,
  };
  const reported = { ...closed, name: 'closed, with statuses', statuses: true, warmMs: 500, ms: 2_000 };
  if (name === 'naive') return [closed];
  if (quick) return [closed];
  return isOurs ? [closed, open, reported] : [closed, open];
}

function report(rows) {
  const find = (row, server, database = row.database) =>
    rows.find(
      (other) => other.database === database && other.server === server && other.manner === row.manner,
    );
  const compared = rows.map((row) => {
    const prototype = find(row, 'quick prototype');
    const naive = find(row, 'naive');
    const bare = find(row, MEMORY.name, '–');
    const isOpen = row.manner.startsWith('open');
    return {
      ...row,
      ofPrototype: !isOpen && prototype ? row.rate / prototype.rate : undefined,
      ofNaive: !isOpen && naive ? row.rate / naive.rate : undefined,
      cpuOfPrototype: prototype && row.cpuMicros / prototype.cpuMicros,
      added: isOpen && bare ? row.p50 - bare.p50 : undefined,
    };
  });
  return { rows: compared, columns: COLUMNS, goals: goalsOf(compared) };
}

const COLUMNS = [
  ['database', 'database'],
  ['server', 'server'],
  ['manner', 'load'],
  ['rate', 'turns/s', 0],
  ['ofPrototype', '× prototype', 2],
  ['ofNaive', '× naive', 1],
  ['p50', 'p50 ms', 1],
  ['p99', 'p99 ms', 1],
  ['added', 'added ms', 1],
  ['cpuMicros', 'CPU µs', 0],
  ['cpuOfPrototype', 'CPU × proto', 2],
  ['databaseMicros', 'db µs', 0],
  ['replies', 'replies/turn', 2],
  ['loadCpu', 'load CPU', 2],
  ['turns', 'turns', 0],
  ['stuck', 'stuck', 0],
  ['wrong', 'wrong', 0],
];

function goalsOf(rows) {
  const ours = rows.filter(({ server }) => server === 'Relais');
  const closed = ours.filter(({ manner }) => manner === 'closed, 64 people');
  return [
    ...closed.map((row) => ({
      goal: `≥ 0.7 × the prototype (${row.database})`,
      is: row.ofPrototype,
      least: 0.7,
    })),
    ...closed.map((row) => ({ goal: `≥ 8 × naive (${row.database})`, is: row.ofNaive, least: 8 })),
    ...ours
      .filter(({ added }) => added !== undefined)
      .map((row) => ({
        goal: `< 5 ms added at the median, 100/s (${row.database})`,
        is: row.added,
        most: 5,
      })),
    { goal: 'people without an answer', is: rows.reduce((sum, { stuck }) => sum + stuck, 0), most: 0 },
    { goal: 'conversations with a wrong code', is: rows.reduce((sum, { wrong }) => sum + wrong, 0), most: 0 },
  ];
}
