import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Secret } from '../../dist/src/kernel/secret.js';
import { KeyRing } from '../../dist/src/platform/vault/key-ring.js';

const COMMANDS = resolve(import.meta.dirname, '../../dist/src/app/cli.js');
const SCHEME = 'lllfffyccg-v1';
const newKey = () => randomBytes(32).toString('base64');

/** An empty database as the migrations make it. */
export function migrated(folder) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    DATA_ENCRYPTION_KEY: newKey(),
    UIC_SECRET: newKey(),
    DATABASE_URL: 'sqlite:./empty.sqlite',
  };
  execFileSync(process.execPath, [COMMANDS, 'db:migrate'], { cwd: folder, env, stdio: 'ignore' });
  return join(folder, 'empty.sqlite');
}

/** A database with these codes, as Relais keeps them under two keys; the second one may be one that can be guessed. */
export function filled(empty, file, codes, uicSecret = newKey()) {
  const [data, index] = [newKey(), uicSecret].map((key) => new KeyRing([new Secret(key)]));
  return write(empty, file, codes, (code) => ({
    code: data.seal(code),
    codeIndex: index.index('uic', `${SCHEME}|${code}`),
    codeKey: index.index('uic', `dhis2|${code}`),
    payload: data.seal(
      JSON.stringify({ code, answers: { family: code.slice(0, 3), given: code.slice(3, 6) } }),
    ),
  }));
}

/** The same codes found by a hash that needs no key, as is often done. */
export function weak(empty, file, codes) {
  const plain = (code) => createHash('sha256').update(code).digest('hex');
  return write(empty, file, codes, (code) => ({
    code: 'under some lock',
    codeIndex: plain(code),
    codeKey: plain(code),
    payload: 'under some lock',
  }));
}

function write(empty, file, codes, keep) {
  copyFileSync(empty, file);
  const database = new DatabaseSync(file);
  const code = database.prepare(
    `INSERT INTO uic_code (id, code, code_index, sequence, scheme, rules, state, remote_counts, created_at, last_requested_at, request_count)
     VALUES (?, ?, ?, ?, ?, 'norm-v1 towns-v1', 'ACTIVE', 0, ?, ?, 1)`,
  );
  const registration = database.prepare(
    `INSERT INTO dhis2_registration (id, code_id, state, lane, payload, code_key, refs, known, unsure, attempts, tries, queued_at, awaited, erased, version, created_at, updated_at)
     VALUES (?, ?, 'QUEUED', 1, ?, ?, '{}', '[]', 0, 0, 0, ?, 0, 0, 1, ?, ?)`,
  );
  const seen = new Map();
  const at = '2026-01-31 08:00:00.000';
  database.exec('BEGIN');
  codes.forEach((characters, place) => {
    const id = `0198c1a2-7d3e-7abc-9f00-${String(place).padStart(12, '0')}`;
    const sequence = (seen.get(characters) ?? 0) + 1;
    seen.set(characters, sequence);
    const kept = keep(characters);
    code.run(id, kept.code, kept.codeIndex, sequence, SCHEME, at, at);
    registration.run(id, id, kept.payload, kept.codeKey, at, at, at);
  });
  database.exec('COMMIT');
  database.close();
  return file;
}
