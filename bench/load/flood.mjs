// Sends signed webhooks as fast as the server takes them: one message each, all different, signed before the clock starts.
import { cpuMs } from '../ground/cpu.mjs';
import { latencyOf } from '../statistics.ts';
import { messageBody, messageId, phoneOf, signedRequest } from '../webhooks.ts';
import { Connection } from './connection.mjs';
import { GraphStub } from './graph.mjs';
import { serve } from './orders.mjs';

const graph = new GraphStub();
let prepared = [];

await serve({
  graph: () => graph.listen(),
  prepare: async (order) => void (prepared = prepare(order)),
  flood,
});

/**
 * Sends those of the prepared requests that come after `first`, on so many connections.
 *
 * @param {{ port: number, pid: number, connections: number, first: number, most: number, warmMs: number, warmRequests: number,
 * ms: number }} order
 */
async function flood(order) {
  const requests = prepared.slice(order.first, order.first + order.most);
  const connections = [];
  for (let n = 0; n < order.connections; n += 1) connections.push(await Connection.open(order.port));
  const state = {
    requests,
    next: 0,
    acknowledged: new Uint8Array(requests.length),
    failures: 0,
    durations: new Float64Array(requests.length),
    measured: 0,
    measuring: false,
    open: true,
  };
  const lanes = connections.map((connection) => lane(connection, state));
  const window = await measure(order, state);
  await Promise.all(lanes);
  for (const connection of connections) connection.close();
  graph.reset();
  const sent = state.next;
  return {
    ...window,
    sent,
    failures: state.failures,
    acknowledged: state.acknowledged.subarray(0, sent),
    exhausted: sent === requests.length,
  };
}

function prepare({ path, secret, count, run }) {
  const at = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, n) => {
    const message = { id: messageId(run, n), from: phoneOf(n), text: 'Bonjour', at };
    return signedRequest(path, messageBody(message), secret);
  });
}

/** One connection: the next request as soon as the last was answered. */
function lane(connection, state) {
  return new Promise((resolve) => {
    const go = () => {
      if (!state.open || state.next >= state.requests.length) return resolve();
      const n = state.next;
      state.next += 1;
      const begin = performance.now();
      connection.send(state.requests[n], (status) => {
        if (status === 200) state.acknowledged[n] = 1;
        else state.failures += 1;
        if (state.measuring) {
          state.durations[state.measured] = performance.now() - begin;
          state.measured += 1;
        }
        if (status === 0) return resolve();
        go();
      });
    };
    go();
  });
}

/**
 * Warms up, at most for so long, less when the server has answered enough for its code to be compiled; then counts for a while.
 * Ends early when the requests run out.
 */
async function measure({ warmMs, warmRequests, ms, pid }, state) {
  await until(state, warmMs, warmRequests);
  const before = { at: performance.now(), server: cpuMs(pid), own: process.cpuUsage() };
  state.measuring = true;
  await until(state, ms, Infinity);
  state.measuring = false;
  const seconds = (performance.now() - before.at) / 1000;
  const own = process.cpuUsage(before.own);
  state.open = false;
  const { measured } = state;
  return {
    rate: measured / seconds,
    ...latencyOf(state.durations.slice(0, measured)),
    cpuMicros: ((cpuMs(pid) - before.server) * 1000) / measured,
    loadCpu: (own.user + own.system) / 1e6 / seconds,
  };
}

function until(state, ms, enough) {
  const end = performance.now() + ms;
  return new Promise((resolve) => {
    const look = () => {
      const left = end - performance.now();
      if (left <= 0 || state.next >= Math.min(enough, state.requests.length)) resolve();
      else setTimeout(look, Math.min(left, 20));
    };
    look();
  });
}
