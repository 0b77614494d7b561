// node bench/profile.mjs <file.cpuprofile> [how many] [part of a name]
// Where the time went: by function alone, by file, and by function with all that it calls. Profiles come from BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=…".
// With a part of a name: who called functions of that name.
import { readFileSync } from 'node:fs';
import { table } from './table.ts';

const [file, most = '40', wanted] = process.argv.slice(2);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
const byId = new Map(nodes.map((node) => [node.id, node]));
const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
const self = new Map();
samples.forEach((id, at) => self.set(id, (self.get(id) ?? 0) + timeDeltas[at]));
const idle = sumOf(
  (node) => node.callFrame.functionName === '(idle)' || node.callFrame.functionName === '(program)',
);
const busy = sumOf(() => true) - idle;

if (wanted === undefined) {
  say(
    'functions',
    gather((node) => `${name(node)} ${place(node)}`),
  );
  say('files', gather(place));
  say('functions with what they call', inclusive());
} else {
  const callers = gather((node) => (name(node).includes(wanted) ? `${chain(node.id)}` : undefined));
  say(`who calls ${wanted}`, callers);
}

function say(title, times) {
  const rows = [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, Number(most))
    .map(([what, micros]) => ({ what, ms: micros / 1000, part: (micros / busy) * 100 }));
  const columns = [
    ['part', '%', 1],
    ['ms', 'ms', 0],
    ['what', title],
  ];
  process.stdout.write(`${table(columns, rows)}\n\n`);
}

function gather(keyOf) {
  const times = new Map();
  for (const [id, micros] of self) {
    const node = byId.get(id);
    if (['(idle)', '(program)'].includes(node.callFrame.functionName)) continue;
    const key = keyOf(node);
    if (key !== undefined) times.set(key, (times.get(key) ?? 0) + micros);
  }
  return times;
}

function inclusive() {
  const times = new Map();
  for (const [id, micros] of self) {
    const seen = new Set();
    for (let at = id; at !== undefined; at = parents.get(at))
      seen.add(`${name(byId.get(at))} ${place(byId.get(at))}`);
    for (const key of seen) times.set(key, (times.get(key) ?? 0) + micros);
  }
  return times;
}

function sumOf(isWanted) {
  let sum = 0;
  for (const [id, micros] of self) if (isWanted(byId.get(id))) sum += micros;
  return sum;
}

function chain(id) {
  const names = [];
  for (let at = id; at !== undefined && names.length < 6; at = parents.get(at))
    names.push(name(byId.get(at)));
  return names.join(' < ');
}

function name({ callFrame }) {
  return callFrame.functionName || '(anonymous)';
}

function place({ callFrame: { url } }) {
  return (
    url
      .replace(/^file:\/\//, '')
      .replace(/^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/, '$1')
      .replace(/^.*\/dist\//, '') || '(native)'
  );
}
