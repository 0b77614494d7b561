import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { newKey } from './new-key.js';

export type Environment = Record<string, string | undefined>;

/**
 * The process's environment over a `.env` file in the working directory, where there is one. Empty values count as absent, except for
 * schedules, which they switch off.
 */
export function readEnvironment(file = '.env'): Environment {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const merged: Environment = { ...written, ...process.env };
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([name, value]) => value !== undefined && (value.trim() !== '' || name.endsWith('_CRON')),
    ),
  );
}

/**
 * The same environment with encryption keys: outside production, keys that are not given are made once and kept in `file`
 * (0600), so that a newcomer needs none and no default secret exists anywhere. In production they must be given.
 */
export function withDevelopmentKeys(env: Environment, file = './data/keys.env'): Environment {
  const absent = ['DATA_ENCRYPTION_KEY', 'UIC_SECRET'].filter((name) => env[name] === undefined);
  if (absent.length === 0 || env['NODE_ENV'] === 'production') return env;
  const kept = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const made = absent.filter((name) => kept[name] === undefined);
  for (const name of made) kept[name] = newKey();
  if (made.length > 0) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      Object.entries(kept)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
      { mode: 0o600 },
    );
    chmodSync(file, 0o600);
  }
  return { ...env, ...Object.fromEntries(absent.map((name) => [name, kept[name]])) };
}
