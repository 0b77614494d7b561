// node bench/attack/dictionary.mjs [--database copy.sqlite] [--codes 5000] [--json]
// What a stolen database yields without its keys; see README.md beside this file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attack } from './attack.mjs';
import { someCodes, SIZE } from './names.mjs';
import { Target } from './target.mjs';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    codes: { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (text) => process.stdout.write(`${text}\n`);
if (values.help) {
  say('node bench/attack/dictionary.mjs [--database copy.sqlite] [--codes 5000] [--json]');
  process.exit(0);
}

const GUESSABLE = 'une-cle-produite-par-secrets-generate';
const folder = mkdtempSync(join(tmpdir(), 'relais-attack-'));
try {
  const given = values.database === undefined ? [] : [['the database given', values.database]];
  const results = {};
  if (!values.json)
    say(`A dictionary of ${SIZE.toLocaleString('en')} codes; seconds are those of one core.\n`);
  for (const [name, file] of [...given, ...(await made(Number(values.codes)))]) {
    results[name] = attack(new Target(file));
    if (!values.json) report(name, results[name]);
  }
  if (values.json) say(JSON.stringify(results));
  const isKept = Object.entries(results).every(([name, { found }]) => isControl(name) || found === 0);
  const isAwake = Object.entries(results).every(
    ([name, { found, codes }]) => !isControl(name) || found === codes,
  );
  process.exitCode = isKept && isAwake ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** A database as Relais makes it, and two that are wrong on purpose: without them nobody would know that the attack works. */
async function made(count) {
  const { filled, migrated, weak } = await import('./making.mjs');
  const empty = migrated(folder);
  const codes = someCodes(count, dice(7));
  return [
    ['as Relais keeps it', filled(empty, join(folder, 'own.sqlite'), codes)],
    ['control: plain sha256', weak(empty, join(folder, 'weak.sqlite'), codes)],
    ['control: a secret from the example', filled(empty, join(folder, 'guessed.sqlite'), codes, GUESSABLE)],
  ];
}

function isControl(name) {
  return name.startsWith('control');
}

/** The same people at each run. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function report(name, result) {
  const { found, codes, how, secondsToLastFound: last } = result;
  const figure = (number) => number.toLocaleString('en', { maximumFractionDigits: 1 });
  say(name);
  say(`  codes found: ${figure(found)} of ${figure(codes)}${found > 0 ? ` (${how.join('; ')})` : ''}`);
  if (last !== null) say(`  the last of them after ${figure(last)} s`);
  say(
    `  ${figure(result.ways)} ways of hashing, ${figure(result.secrets)} secrets, keys confirmed: ${result.keysConfirmed}`,
  );
  say(
    `  ${figure(result.hashesPerSecond)} candidates a second, ${figure(result.hashes)} in ${figure(result.seconds)} s`,
  );
  say(
    `  by one way: the whole dictionary ${figure(result.secondsForOneWay)} s, all plausible names ${figure(result.hoursForPlausible)} h\n`,
  );
}
