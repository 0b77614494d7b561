import { Load } from '../load/orders.mjs';
import { medians } from '../statistics.ts';
import { relais, SECRET } from '../ground/servers.mjs';

const OPEN_RATE = 100;

/** P5: reading answers and hashing the code; drawing the card; what drawing cards does to everybody else's replies. */
export async function card(bench) {
  const makers = await Load.start('cards.mjs');
  const people = await Load.start('people.mjs');
  const graphPort = await people.order('graph');
  const found = { code: [], picture: [], without: [], with: [] };
  await bench.rounds('card', async (round) => {
    found.code.push(await makers.order('codes', { ms: bench.quick ? 500 : 1_500 }));
    found.picture.push(await makers.order('cards', { count: bench.quick ? 20 : 50 }));
    if (bench.quick) return;
    found.without.push(await talk({ bench, people, graphPort, round, qr: false }));
    found.with.push(await talk({ bench, people, graphPort, round, qr: true }));
  });
  makers.stop();
  people.stop();
  const code = medians(found.code);
  const picture = medians(found.picture);
  const rows = [
    { what: 'five answers read, code composed and hashed', rate: code.rate, cpuMs: code.micros / 1000 },
    { what: 'card as PNG', ...picture },
  ];
  if (bench.quick) return { rows, columns: COLUMNS, goals: goalsOf(code, picture) };
  const [without, drawing] = [medians(found.without), medians(found.with)];
  rows.push({ what: `replies at ${OPEN_RATE} turns/s, no cards`, p50: without.p50, p99: without.p99 });
  rows.push({ what: `the same, each with a card at its end`, p50: drawing.p50, p99: drawing.p99 });
  return { rows, columns: COLUMNS, goals: goalsOf(code, picture, drawing.p99 / without.p99) };
}

/** Conversations in even spacing; with or without a card at the end of each. */
async function talk({ bench, people, graphPort, round, qr }) {
  const [ground] = bench.grounds;
  const database = await ground.fresh(true);
  const folder = bench.folderFor(`card ${qr}`);
  const settings = { ENABLE_QR_CODE: String(qr) };
  const server = await relais({ url: database.url, graphPort, folder, settings });
  const crowd = { port: server.port, path: server.path, secret: SECRET, connections: 64 };
  await people.order('rehearse', { ...crowd, run: `card${round}`, first: 0 });
  const pace = { people: 40, rate: OPEN_RATE, statuses: false, warmMs: 2_000, ms: 4_000 };
  const run = await people.order('talk', { ...pace, pid: server.pid });
  await people.order('leave');
  await server.stop();
  await database.drop();
  return run;
}

const COLUMNS = [
  ['what', 'what'],
  ['rate', 'per second and core', 0],
  ['cpuMs', 'CPU ms', 3],
  ['wallMs', 'wall ms', 1],
  ['heldMs', 'event loop held, p99 ms', 1],
  ['p50', 'p50 ms', 1],
  ['p99', 'p99 ms', 1],
];

function goalsOf(code, picture, moved) {
  return [
    { goal: '≥ 150,000 codes a second and core', is: code.rate, least: 150_000 },
    { goal: '≤ 25 ms CPU for a card', is: picture.cpuMs, most: 25 },
    { goal: 'p99 of replies moved by less than 10 % by cards', is: moved, most: 1.1 },
  ];
}
