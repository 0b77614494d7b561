import { Load } from '../load/orders.mjs';
import { residentMiB } from '../ground/cpu.mjs';
import { relais, SECRET } from '../ground/servers.mjs';

const EARLY = 1_000;
const LATE = 100_000;
const PEOPLE = 32;

/**
 * Resident memory of the whole server under steady load: after a thousand messages and after a hundred thousand, in and out, or as
 * many as the time allows.
 */
export async function memory(bench) {
  const load = await Load.start('people.mjs');
  const graphPort = await load.order('graph');
  const [ground] = bench.grounds;
  const row = await grow({
    load,
    graphPort,
    ground,
    folder: bench.folderFor('memory'),
    ms: bench.budgetMs('memory'),
  });
  load.stop();
  return {
    rows: [{ database: ground.name, ...row }],
    columns: [
      ['database', 'database'],
      ['idle', 'MiB when ready', 0],
      ['early', `MiB after ${EARLY}`, 0],
      ['later', 'MiB half-way', 0],
      ['late', 'MiB at the end', 0],
      ['messages', 'messages', 0],
      ['ratio', 'end / early', 2],
      ['rate', 'turns/s', 0],
    ],
    goals: [{ goal: `after ${row.messages} messages ≤ 1.5 × after ${EARLY}`, is: row.ratio, most: 1.5 }],
  };
}

async function grow({ load, graphPort, ground, folder, ms }) {
  const database = await ground.fresh(true);
  const server = await relais({ url: database.url, graphPort, folder });
  const idle = residentMiB(server.pid);
  const crowd = { port: server.port, path: server.path, secret: SECRET, connections: PEOPLE };
  await load.order('rehearse', { ...crowd, run: 'memory', first: 0 });
  // A turn is a message in and one out.
  const until = (messages, most) => {
    const manner = { people: PEOPLE, statuses: false, pid: server.pid, warmMs: 0 };
    return load.order('talk', { ...manner, ms: most, turns: messages / 2 });
  };
  await until(EARLY, ms);
  const early = residentMiB(server.pid);
  await until(LATE / 2, ms / 2);
  const later = residentMiB(server.pid);
  const { rate, total } = await until(LATE, ms / 2);
  const late = residentMiB(server.pid);
  await load.order('leave');
  await server.stop();
  await database.drop();
  return { idle, early, later, late, messages: total * 2, ratio: late / early, rate };
}
