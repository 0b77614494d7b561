import '../platform/config/utc.js';
import 'reflect-metadata';
import { RelaisError } from '../kernel/error.js';
import { readEnvironment, withDevelopmentKeys } from '../platform/config/environment.js';
import { readSettings } from '../platform/config/settings.js';
import { Auth } from '../auth/auth.contract.js';
import { faultWords, portWords } from './fault-words.js';
import { createServer } from './server.js';
import { localAddress } from './local-address.js';
import { planSimulation, type RunningSimulator, type Simulation, startSimulator } from './simulator.js';
import { welcome } from './welcome.js';

/** Reads the settings, starts the server and, where it is wanted, the simulator beside it; says where they are. */
export async function start(): Promise<void> {
  try {
    const env = withDevelopmentKeys(readEnvironment());
    const simulation = planSimulation(env);
    const settings = readSettings({ ...env, ...simulation?.server });
    const { port, host } = settings.http;
    const beforehand = port === 0 ? null : begin(simulation, localAddress(settings.http));
    const app = await createServer(settings);
    const firstKey = await app.get(Auth).firstKey();
    // What the server asks its provider at once finds somebody there; whether its own port is free is said first.
    await beforehand?.catch(() => null);
    await app.listen({ port, host });
    const address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    const simulator = await (beforehand ?? begin(simulation, address));
    process.stdout.write(welcome({ address, phone: simulator?.address ?? null, firstKey }));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function begin(simulation: Simulation | null, server: string): Promise<RunningSimulator | null> {
  const running = simulation === null ? Promise.resolve(null) : startSimulator(simulation, server);
  // That it failed is heard where it is awaited, which is later.
  running.catch(() => null);
  return running;
}

function explain(error: unknown): string {
  if (error instanceof RelaisError) return error.publicText;
  return `Relais ne peut pas démarrer : ${portWords(error) ?? faultWords(error)}`;
}
