import '../platform/config/utc.js';
import 'reflect-metadata';
import { messageOf, RelaisError } from '../kernel/error.js';
import { readEnvironment, withDevelopmentKeys } from '../platform/config/environment.js';
import { readSettings } from '../platform/config/settings.js';
import { redact } from '../kernel/redact.js';
import { Auth } from '../auth/auth.contract.js';
import { createServer } from './server.js';
import { planSimulation, startSimulator } from './simulator.js';
import { welcome } from './welcome.js';

/** Reads the settings, starts the server and, where it is wanted, the simulator beside it; says where they are. */
export async function start(): Promise<void> {
  try {
    const env = withDevelopmentKeys(readEnvironment());
    const simulation = planSimulation(env);
    const settings = readSettings({ ...env, ...simulation?.server });
    const app = await createServer(settings);
    const firstKey = await app.get(Auth).firstKey();
    await app.listen({ port: settings.http.port, host: settings.http.host });
    const address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    const phone = simulation === null ? null : await startSimulator(simulation, address);
    process.stdout.write(welcome({ address, phone, firstKey }));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof RelaisError) return error.publicText;
  const reason = redact(messageOf(error));
  if (reason.includes('EADDRINUSE'))
    return `Relais ne peut pas démarrer : le port est déjà pris. Choisissez-en un autre, par exemple PORT=3100.`;
  return `Relais ne peut pas démarrer : ${reason}`;
}
