// The Graph API as it sees what several numbers send: when each message arrived, from whom, for whom, under which reference.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fullestSecond, shareOf, tooEarly } from '../sending.ts';
import { GraphStub } from './graph.mjs';
import { serve } from './orders.mjs';

const UNDELIVERABLE = { error: { code: 131026, type: 'OAuthException', message: 'Message undeliverable' } };
const SLOW_MS = 5_000;
const PAIR = { burst: 45, spaceMs: 6_000, toleranceMs: 50 };

const graph = new GraphStub();
const delay = monitorEventLoopDelay({ resolution: 1 });
let numbers = new Map();
let references = new Map();
let slow = new Set();
let refused = new Set();

graph.onMessage = ({ number, to, reference }) => {
  const at = performance.now();
  const seen = numbers.get(number) ?? { arrivals: [], pairs: new Map() };
  numbers.set(number, seen);
  seen.arrivals.push(at);
  const pair = seen.pairs.get(to);
  if (pair === undefined) seen.pairs.set(to, [at]);
  else pair.push(at);
  references.set(reference, (references.get(reference) ?? 0) + 1);
};
graph.manner = ({ to }) => {
  if (slow.has(to)) return { afterMs: SLOW_MS };
  return refused.has(to) ? { status: 400, body: UNDELIVERABLE } : {};
};

await serve({
  graph: () => graph.listen(),
  /** From now on: who is slow to answer for, who is refused. */
  expect: (order) => {
    graph.reset();
    numbers = new Map();
    references = new Map();
    slow = new Set(order.slow);
    refused = new Set(order.refused);
    delay.reset();
    delay.enable();
  },
  arrived: () => [...numbers.values()].reduce((sum, { arrivals }) => sum + arrivals.length, 0),
  figures,
});

/**
 * @param {{ perSecond: number, windowMs: number, warmMs: number, most: number }} order `most`: how many of each number leave from a
 * full queue
 */
function figures({ perSecond, windowMs, warmMs, most }) {
  const all = [...numbers].map(([number, { arrivals, pairs }]) => {
    // What comes while the server warms up and after the queue is nearly empty says nothing of the rate.
    const from = (arrivals[0] ?? 0) + warmMs;
    const until = arrivals[Math.min(most, arrivals.length) - 1] ?? 0;
    const early = [...pairs.values()].reduce((sum, pair) => sum + tooEarly(pair, PAIR), 0);
    const share = shareOf(arrivals, { perSecond, windowMs, from, until });
    return { number, fullest: fullestSecond(arrivals), early, ...share, count: arrivals.length };
  });
  return {
    numbers: all,
    twice: [...references.values()].filter((times) => times > 1).length,
    receiverDelayMs: delay.max / 1e6,
  };
}
