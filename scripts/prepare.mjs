// Runs before start, test and bench: installs when the lock file changed, builds what changed. No dependencies, any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const force = process.argv.includes('--force');
const windows = process.platform === 'win32';

function run(command, args) {
  // Commands speak on standard output; what prepares them must not.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 2], shell: windows });
  if (status !== 0) process.exit(status ?? 1);
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesIn(join(path, name)));
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(join(root, path))))
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function step(name, { from, makes, work, always = false }) {
  const stamp = join(root, 'node_modules', '.relais', name);
  const now = fingerprint(from);
  const isDone = existsSync(join(root, makes)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (isDone && !always) return;
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

step('install', {
  from: ['package-lock.json'],
  makes: 'node_modules/.bin/nest',
  work: () => run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']),
});
step('server', {
  from: ['src', 'migrations', 'simulator', '.swcrc', 'nest-cli.json', 'tsconfig.build.json'],
  makes: 'dist/src/app/main.js',
  always: force,
  work: () => run('npx', ['--no-install', 'nest', 'build']),
});
step('phone', {
  from: ['simulator/phone', 'package-lock.json'],
  makes: 'public/phone/index.html',
  always: force,
  work: () =>
    run('npx', ['--no-install', 'vite', 'build', 'simulator/phone', '-c', 'simulator/phone/vite.config.mjs']),
});
step('console', {
  from: ['console', 'package-lock.json'],
  makes: 'public/console/index.html',
  always: force,
  work: () => run('npx', ['--no-install', 'vite', 'build', 'console', '-c', 'console/vite.config.mjs']),
});
