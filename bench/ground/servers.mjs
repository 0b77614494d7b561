import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NUMBER_ID } from '../webhooks.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 30_000;
const STOP_MS = 15_000;

export const SECRET = 'bench-app-secret';
/** With which the server seals what it keeps. */
export const KEY = randomBytes(32).toString('base64');
let surroundings = {};

/** What every server's environment has from now on, besides its own settings. */
export function surround(env) {
  surroundings = env;
}

/** The compiled server with nothing but these settings around it. */
export function relais({ url, graphPort, folder, settings = {} }) {
  return start({
    program: join(ROOT, 'dist/src/app/main.js'),
    path: '/whatsapp/webhook',
    folder,
    env: {
      DATABASE_URL: url,
      PORT: '0',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      SPOOL_DIR: join(folder, 'spool'),
      DATA_ENCRYPTION_KEY: KEY,
      UIC_SECRET: KEY,
      WHATSAPP_PHONE_NUMBER_ID: NUMBER_ID,
      WHATSAPP_ACCESS_TOKEN: 'bench-token',
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'bench-verify',
      WHATSAPP_GRAPH_BASE_URL: `http://127.0.0.1:${graphPort}`,
      WHATSAPP_MAX_PER_SECOND: '100000',
      UIC_CODES_PER_DAY: '1000',
      BOT_ENTRY_FLOW: 'uic',
      ...settings,
    },
    portIn: (output) => /http:\/\/127\.0\.0\.1:(\d+)\/docs/.exec(output)?.[1],
  });
}

/** A program of `bench/peers/`. */
export function peer(name, { url, graphPort, folder, settings = {} }) {
  return start({
    program: join(ROOT, 'bench/peers', `${name}.mjs`),
    path: '/whatsapp/webhook',
    folder,
    env: {
      APP_SECRET: SECRET,
      ...(url !== undefined && { DATABASE_URL: url }),
      ...(graphPort !== undefined && { GRAPH_BASE_URL: `http://127.0.0.1:${graphPort}` }),
      ...settings,
    },
    portIn: (output) => /"port":(\d+)/.exec(output)?.[1],
  });
}

/** The compiled simulator in the part of Meta. */
export function simulator({ folder, settings }) {
  return start({
    program: join(ROOT, 'dist/simulator/main.js'),
    path: '/',
    folder,
    env: { SIMULATOR_PORT: '0', SIMULATOR_WEBHOOK_URL: 'http://127.0.0.1:9/', ...settings },
    portIn: (output) => /"port":(\d+)/.exec(output)?.[1],
  });
}

/** Starts a server and waits until it says where it listens. Its time is from the start of the process to that moment. */
async function start({ program, path, folder, env, portIn }) {
  mkdirSync(folder, { recursive: true });
  const begin = performance.now();
  const flags = (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...flags, program], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      NODE_ENV: 'production',
      ...surroundings,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints = (complaints + chunk).slice(-4_000)));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await ready(child, portIn, () => complaints);
  return {
    pid: child.pid,
    port: Number(port),
    path,
    readyMs: performance.now() - begin,
    complaints: () => complaints,
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
    },
  };
}

function ready(child, portIn, complaints) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why) => {
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnargs.join(' ')} ${why}\n${output}${complaints()}`));
    };
    const timer = setTimeout(() => fail('is not ready'), READY_MS);
    const early = (code) => fail(`ended with ${code}`);
    child.once('exit', early);
    child.stdout.on('data', (chunk) => {
      output = (output + chunk).slice(-4_000);
      const port = portIn(output);
      if (port === undefined) return;
      clearTimeout(timer);
      child.off('exit', early);
      resolve(port);
    });
  });
}
