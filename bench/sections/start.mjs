import { spawn } from 'node:child_process';
import { median } from '../statistics.ts';
import { peer, relais } from '../ground/servers.mjs';

/** From the start of the process to the line that says where it listens; the first on an empty database, without compiled code. */
export async function start(bench) {
  const [ground] = bench.grounds;
  const found = { node: [], naive: [], first: [], again: [] };
  await bench.rounds('start', async (round) => {
    const database = await ground.fresh(false);
    const cache = bench.folderFor(`compiled ${round}`);
    const at = { url: database.url, graphPort: 9, folder: bench.folderFor(`start ${round}`) };
    const ours = () => readyMs(relais({ ...at, settings: { NODE_COMPILE_CACHE: cache } }));
    found.first.push(await ours());
    const other = await ground.fresh(false);
    for (let n = 0; n < (bench.quick ? 1 : 3); n += 1) {
      found.node.push(await bareNode());
      found.again.push(await ours());
      const settings = { NODE_COMPILE_CACHE: cache };
      found.naive.push(await readyMs(peer('naive', { ...at, url: other.url, settings })));
    }
    await database.drop();
    await other.drop();
  });
  const again = median(found.again);
  const rows = [
    { what: 'node, doing nothing', ms: median(found.node) },
    { what: 'naive', ms: median(found.naive) },
    { what: 'Relais, empty database, nothing compiled', ms: median(found.first) },
    { what: 'Relais, later starts', ms: again },
  ];
  return {
    rows: rows.map((row) => ({ ...row, ofNode: row.ms / rows[0].ms })),
    columns: [
      ['what', 'what'],
      ['ms', 'ms', 0],
      ['ofNode', '× node', 1],
    ],
    goals: [
      { goal: 'ready in under 3,000 ms on SQLite', is: again, most: 3_000 },
      { goal: 'ready in under 3,000 ms the first time', is: median(found.first), most: 3_000 },
    ],
  };
}

async function readyMs(starting) {
  const server = await starting;
  await server.stop();
  return server.readyMs;
}

function bareNode() {
  const begin = performance.now();
  return new Promise((resolve) => {
    spawn(process.execPath, ['-e', '']).once('exit', () => resolve(performance.now() - begin));
  });
}
