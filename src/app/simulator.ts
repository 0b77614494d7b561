import { fork, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../platform/config/environment.js';

/** A simulated account: what the server and the simulator have to agree on. */
export interface Simulation {
  /** Settings of the server. */
  server: Environment;
  /** Environment of the simulator. */
  simulator: Record<string, string>;
}

const PROVIDER_SETTINGS = [
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_GRAPH_BASE_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
];
const PROGRAM = fileURLToPath(new URL('../../simulator/main.js', import.meta.url));
const READY_MS = 15_000;
const PROBE_MS = 1_000;

/** Whether the settings name an account at a provider. */
export function isProviderConfigured(env: Environment): boolean {
  return PROVIDER_SETTINGS.some((name) => env[name] !== undefined);
}

/** Whether a simulator has to run beside the server, and the account that both share. Its secrets follow from the key of the data: commands beside the server know them. */
export function planSimulation(env: Environment): Simulation | null {
  const mode = env['SIMULATOR'] ?? 'false';
  if (mode !== 'true' && (mode !== 'auto' || isProviderConfigured(env) || env['NODE_ENV'] === 'production'))
    return null;
  const port = env['SIMULATOR_PORT'] ?? '3001';
  const account = {
    PHONE_NUMBER_ID: env['WHATSAPP_PHONE_NUMBER_ID'] ?? '100000000000001',
    BUSINESS_ACCOUNT_ID: env['WHATSAPP_BUSINESS_ACCOUNT_ID'] ?? '100000000000009',
    APP_ID: env['WHATSAPP_APP_ID'] ?? '200000000000001',
    APP_SECRET: env['WHATSAPP_APP_SECRET'] ?? made(env, 'app'),
    ACCESS_TOKEN: env['WHATSAPP_ACCESS_TOKEN'] ?? `simulated-${made(env, 'token')}`,
  };
  const verifyToken = env['WHATSAPP_WEBHOOK_VERIFY_TOKEN'] ?? made(env, 'verify').slice(0, 16);
  const named = (prefix: string) =>
    Object.fromEntries(Object.entries(account).map(([name, value]) => [prefix + name, value]));
  const twilio = env['SIMULATOR_TWILIO'] === 'true' ? twilioAccount(env, port) : null;
  const register = simulatedRegister(env, port);
  const inventory = simulatedInventory(env, port);
  return {
    server: {
      ...named('WHATSAPP_'),
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken,
      WHATSAPP_GRAPH_BASE_URL: `http://127.0.0.1:${port}`,
      ...twilio,
      ...register,
      ...inventory,
    },
    simulator: {
      ...named('SIMULATOR_'),
      ...(twilio && inSimulator(twilio)),
      ...(register && { SIMULATOR_DHIS2_TOKEN: register['DHIS2_API_TOKEN'] ?? '' }),
      ...(inventory && { SIMULATOR_INVENTORY_KEY: inventory['INVENTORY_API_KEY'] ?? '' }),
      SIMULATOR_VERIFY_TOKEN: verifyToken,
      SIMULATOR_PORT: port,
      ...(env['UIC_SERVICE_NAME'] === undefined ? {} : { SIMULATOR_SERVICE_NAME: env['UIC_SERVICE_NAME'] }),
    },
  };
}

/** A secret of the simulation: 32 hexadecimal digits that need the key of the data; where there is none, of this once. */
function made(env: Environment, what: string): string {
  const key = env['DATA_ENCRYPTION_KEY'] ?? randomBytes(32).toString('hex');
  return createHmac('sha256', key).update(`relais simulation ${what}`).digest('hex').slice(0, 32);
}

/**
 * Settings of the simulation for a command, where a simulator answers at this moment: the server beside it has the same. `npm start`
 * says `SIMULATOR=auto` by itself, and a command has to think the same.
 */
export async function simulatedBeside(env: Environment): Promise<Environment> {
  const server = planSimulation({ SIMULATOR: 'auto', ...env })?.server;
  const address = server?.['WHATSAPP_GRAPH_BASE_URL'];
  if (server === undefined || address === undefined) return {};
  try {
    const { ok } = await fetch(`${address}/sim/options`, { signal: AbortSignal.timeout(PROBE_MS) });
    return ok ? server : {};
  } catch {
    return {};
  }
}

/** A number at a simulated Twilio beside the one at Meta; Twilio signs the address under which the server is reached. */
function twilioAccount(env: Environment, port: string): Record<string, string> {
  return {
    TWILIO_ACCOUNT_SID: env['TWILIO_ACCOUNT_SID'] ?? `AC${made(env, 'sid')}`,
    TWILIO_AUTH_TOKEN: env['TWILIO_AUTH_TOKEN'] ?? made(env, 'auth'),
    TWILIO_WHATSAPP_NUMBER: env['TWILIO_WHATSAPP_NUMBER'] ?? '14155238886',
    TWILIO_BASE_URL: `http://127.0.0.1:${port}`,
    PUBLIC_BASE_URL: env['PUBLIC_BASE_URL'] ?? `http://127.0.0.1:${env['PORT'] ?? '3000'}`,
  };
}

/** A national register, unless one is configured. */
function simulatedRegister(env: Environment, port: string): Record<string, string> | null {
  if (env['DHIS2_MODE'] !== undefined || env['DHIS2_BASE_URL'] !== undefined) return null;
  // It knows the shipped questions; others have to be told to it.
  if (env['UIC_QUESTIONS_FILE'] !== undefined && env['DHIS2_CONFIG_FILE'] === undefined) return null;
  return {
    DHIS2_MODE: 'custom',
    DHIS2_BASE_URL: `http://127.0.0.1:${port}/dhis2`,
    DHIS2_API_TOKEN: `simulated-${made(env, 'register')}`,
  };
}

/** An inventory to copy products from, unless one is configured. */
function simulatedInventory(env: Environment, port: string): Record<string, string> | null {
  if (env['INVENTORY_BASE_URL'] !== undefined) return null;
  return {
    INVENTORY_BASE_URL: `http://127.0.0.1:${port}/inventory/api`,
    INVENTORY_API_KEY: `simulated-${made(env, 'inventory')}`,
  };
}

function inSimulator(twilio: Record<string, string>): Record<string, string> {
  return {
    ...Object.fromEntries(
      ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_WHATSAPP_NUMBER'].map((name) => [
        `SIMULATOR_${name}`,
        twilio[name] ?? '',
      ]),
    ),
    SIMULATOR_TWILIO_WEBHOOK_URL: `${twilio['PUBLIC_BASE_URL'] ?? ''}/twilio/webhook`,
  };
}

/** A simulator that runs. */
export interface RunningSimulator {
  address: string;
  stop(): void;
}

/** Starts the simulator as a process of its own that ends with this one; resolves once it answers. */
export async function startSimulator(simulation: Simulation, server: string): Promise<RunningSimulator> {
  const env = {
    ...simulation.simulator,
    SIMULATOR_WEBHOOK_URL: `${server}/whatsapp/webhook`,
    SIMULATOR_EXIT_WITH_PARENT: 'true',
    NODE_ENV: 'development',
  };
  const child = fork(PROGRAM, [], { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  process.once('exit', () => child.kill());
  const port = await ready(child);
  return { address: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

function ready(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`le simulateur ${why}`));
    const timer = setTimeout(() => fail('ne répond pas'), READY_MS);
    child.once('exit', () => fail('s’est arrêté ; son port est peut-être pris, choisissez SIMULATOR_PORT'));
    child.stdout?.on('data', (chunk: Buffer) => {
      const port = portIn(chunk.toString());
      if (port === null) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(port);
    });
  });
}

function portIn(output: string): number | null {
  for (const line of output.split('\n')) {
    if (!line.startsWith('{"ready"')) continue;
    const { port } = JSON.parse(line) as { port: number };
    return port;
  }
  return null;
}
