// npm run bench -- [--quick] [--only ingest,turn,sending,templates,card,memory,start,catalog,dhis2] [--sync-ms 4]
// Measures Relais beside programs that do the same job with less, in one run; see bench/README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuMs } from './ground/cpu.mjs';
import { PostgresGround, SqliteGround } from './ground/databases.mjs';
import { relais, surround } from './ground/servers.mjs';
import { slowDisk } from './ground/slow-disk.mjs';
import { card } from './sections/card.mjs';
import { catalog } from './sections/catalog.mjs';
import { dhis2 } from './sections/dhis2.mjs';
import { ingest } from './sections/ingest.mjs';
import { memory } from './sections/memory.mjs';
import { sending } from './sections/sending.mjs';
import { start } from './sections/start.mjs';
import { templates } from './sections/templates.mjs';
import { turn } from './sections/turn.mjs';
import { figure, table } from './table.ts';

const SECTIONS = { ingest, turn, sending, templates, card, memory, start, catalog, dhis2 };
/** Seconds that the repetitions of a section may take together; in a quick run there is one. */
const BUDGETS = { ingest: 115, turn: 120, sending: 0, templates: 30, card: 20, memory: 45, start: 12 };
const QUICK_MEMORY_MS = 6_000;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'sync-ms': { type: 'string', default: '0' },
    help: { type: 'boolean' },
  },
});
const chosen = values.only?.split(',') ?? Object.keys(SECTIONS);
const unknown = chosen.filter((name) => !Object.hasOwn(SECTIONS, name));
if (values.help || unknown.length > 0) {
  const say = `npm run bench -- [--quick] [--only ${Object.keys(SECTIONS).join(',')}] [--sync-ms 4]\n`;
  process.stderr.write(values.help ? say : `${unknown.join(', ')}: no such section. ${say}`);
  process.exit(values.help ? 0 : 2);
}

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'relais-bench-'));
const results = join(import.meta.dirname, 'results');
const url = values.quick ? undefined : (process.env.BENCH_POSTGRES_URL ?? process.env.TEST_POSTGRES_URL);
const grounds = [new SqliteGround(folder)];
if (url) grounds.push(await PostgresGround.open(url, cpuMs));
else if (!values.quick) process.stdout.write('PostgreSQL is left out: BENCH_POSTGRES_URL is not set.\n');

const syncMs = Number(values['sync-ms']);
surround(slowDisk(folder, syncMs));
const bench = { quick: values.quick, grounds, folderFor, rounds, budgetMs };

try {
  for (const ground of grounds) await migrate(ground);
  for (const name of chosen) await measure(name);
} finally {
  for (const ground of grounds) await ground.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name) {
  process.stdout.write(`\n## ${name}\n\n`);
  const begin = performance.now();
  const { rows, columns, goals } = await SECTIONS[name](bench);
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(
    `${table(columns, rows)}\n\n${goals.map(told).join('\n')}\n(${seconds.toFixed(0)} s)\n`,
  );
  mkdirSync(results, { recursive: true });
  const record = {
    section: name,
    at: new Date().toISOString(),
    machine: machine(),
    quick: values.quick,
    syncMs,
    rows,
    goals,
  };
  writeFileSync(
    join(results, `${name}${syncMs > 0 ? `-sync-${syncMs}ms` : ''}.json`),
    `${JSON.stringify(record, null, 2)}\n`,
  );
}

/** A database that the server has migrated, from which all others are copied. */
async function migrate(ground) {
  const database = await ground.fresh(false);
  const server = await relais({ url: database.url, graphPort: 9, folder: folderFor('migration') });
  await server.stop();
  await ground.keepAsTemplate(database);
}

/** Repeats a round, all contenders in each, as long as the budget of the section allows one more. */
async function rounds(section, round) {
  const budget = values.quick ? 0 : budgetMs(section);
  const begin = performance.now();
  for (let longest = 0, count = 0; count === 0 || performance.now() - begin + longest <= budget; count += 1) {
    const at = performance.now();
    await round(count);
    longest = Math.max(longest, performance.now() - at);
  }
}

function budgetMs(section) {
  if (values.quick) return QUICK_MEMORY_MS;
  return BUDGETS[section] * 1000;
}

function folderFor(name) {
  return join(folder, name.replace(/\W+/g, '-'));
}

function told({ goal, is, least, most }) {
  if (is === undefined || Number.isNaN(is)) return `- not measured: ${goal}`;
  const met = (least === undefined || is >= least) && (most === undefined || is <= most);
  return `- ${met ? 'met' : 'MISSED'}: ${goal}: ${figure(is, Math.abs(is) < 10 ? 2 : 0)}`;
}

function machine() {
  return {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: process.platform,
  };
}
