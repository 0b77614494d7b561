// People who write to the bot and wait for its replies, and the Graph API at which these arrive: one process, one clock.
import { cpuMs } from '../ground/cpu.mjs';
import { latencyOf } from '../statistics.ts';
import { GraphStub } from './graph.mjs';
import { serve } from './orders.mjs';
import { Crowd } from './crowd.mjs';

const graph = new GraphStub();
let crowd = null;
graph.onMessage = (message) => crowd?.hear(message);

await serve({
  graph: () => graph.listen(),
  /** One conversation, slowly: how many replies does each message get, and what is said? */
  rehearse: async (order) => {
    crowd = await Crowd.gather(order);
    return crowd.rehearse();
  },
  talk,
  leave: async () => {
    crowd?.leave();
    crowd = null;
    graph.reset();
  },
});

/**
 * Lets people talk for a while: `people` at once, each writing again when answered, or, with `rate`, that many messages a second
 * whoever is answered. Ends early when there were `turns` of them, those of earlier calls included.
 *
 * @param {{ people: number, rate?: number, warmMs: number, ms: number, turns?: number, statuses: boolean, pid: number }} order
 */
async function talk({ warmMs, ms, turns = Infinity, pid, ...manner }) {
  const enough = () => crowd.turns >= turns;
  const begun = crowd.begin(manner);
  await pause(warmMs, enough);
  const before = { at: performance.now(), server: cpuMs(pid), own: process.cpuUsage(), said: crowd.said };
  crowd.measure();
  await pause(ms, enough);
  const durations = crowd.measured();
  const seconds = (performance.now() - before.at) / 1000;
  const server = cpuMs(pid) - before.server;
  const own = process.cpuUsage(before.own);
  const said = crowd.said - before.said;
  const { stuck, wrong } = await crowd.finish(begun);
  return {
    rate: durations.length / seconds,
    ...latencyOf(durations),
    cpuMicros: (server * 1000) / durations.length,
    loadCpu: (own.user + own.system) / 1e6 / seconds,
    replies: said / durations.length,
    turns: durations.length,
    total: crowd.turns,
    stuck,
    wrong,
  };
}

async function pause(ms, enough) {
  const end = performance.now() + ms;
  for (let left = ms; left > 0 && !enough(); left = end - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 20)));
  }
}
