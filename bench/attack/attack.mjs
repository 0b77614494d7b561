import { guessedWays, keyIdOf, plainWays, secretsFor } from './guesses.mjs';
import { candidates, PLAUSIBLE } from './names.mjs';

/** A right way of hashing shows itself with the commonest codes: no need to try rare ones with each guess. */
const COMMONEST = 1_500;
/** How many short texts of the database are tried as secrets. */
const MOST_TEXTS = 100;

/** Tries to find codes in a stolen database without its keys. */
export function attack(target) {
  const loot = new Loot();
  const sweep = whole(target, plainWays(), loot);
  const guessing = guesses(target);
  for (const way of guessing.right) whole(target, [way], loot);
  const perSecond = sweep.hashes / sweep.seconds;
  return {
    codes: target.codes,
    found: loot.found.size,
    how: [...new Set(loot.found.values())],
    secondsToLastFound: loot.found.size === 0 ? null : loot.lastAt,
    ways: sweep.ways + guessing.ways,
    secrets: guessing.secrets,
    keysConfirmed: guessing.confirmed,
    hashes: sweep.hashes + guessing.hashes,
    hashesPerSecond: Math.round(perSecond),
    secondsForOneWay: sweep.seconds / sweep.ways,
    hoursForPlausible: PLAUSIBLE / perSecond / 3_600,
    seconds: loot.elapsed(),
  };
}

/** Of this process: other work on the machine does not count. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Codes that were found, and how. */
class Loot {
  found = new Map();
  lastAt = 0;
  #started = cpuSeconds();

  take(code, how) {
    if (this.found.has(code)) return;
    this.found.set(code, how);
    this.lastAt = this.elapsed();
  }

  elapsed() {
    return cpuSeconds() - this.#started;
  }
}

/** The whole dictionary, in clear and hashed in each of these ways. */
function whole(target, ways, loot) {
  const started = cpuSeconds();
  let count = 0;
  for (const code of candidates()) {
    count += 1;
    if (target.texts.has(code)) loot.take(code, 'in clear');
    for (const { name, digest } of ways) if (target.has(digest(code))) loot.take(code, name);
  }
  return { ways: ways.length, hashes: count * ways.length, seconds: cpuSeconds() - started };
}

/** Secrets that anybody could think of, and every text of the database as if it were one. */
function guesses(target) {
  const likely = secretsFor(names(target.texts));
  const all = [...new Set([...likely, ...target.texts])];
  const confirmed = all.filter((secret) => target.keyIds.has(keyIdOf(secret)));
  const common = [...candidates(COMMONEST)];
  const ways = [...new Set([...likely, ...confirmed])].flatMap((secret) => guessedWays(secret));
  return {
    right: ways.filter(({ digest }) => common.some((code) => target.has(digest(code)))),
    ways: ways.length,
    hashes: ways.length * common.length,
    secrets: all.length,
    confirmed: confirmed.length,
  };
}

/** Words and names rather than ids and what is sealed. */
function names(texts) {
  return [...texts].filter((text) => !/^v1\.|^[0-9a-f-]{36}$|^\{/.test(text)).slice(0, MOST_TEXTS);
}
