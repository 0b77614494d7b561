import { randomBytes } from 'node:crypto';
import { createServer as createSocket } from 'node:net';
import type { Environment } from '../../platform/config/environment.js';
import { readSettings } from '../../platform/config/settings.js';
import { createServer } from '../server.js';
import { planSimulation, startSimulator } from '../simulator.js';
import { Desk } from './desk.js';
import type { Place } from './running.js';

/** What of the settings stays: where the data are, how they are sealed, and the programme. Nothing that leads outside. */
const KEPT = /^(?:DATABASE_(?:URL|POOL_SIZE)|DATA_ENCRYPTION_KEY|UIC_\w+|TEXTS_DIR|SPOOL_DIR|STORAGE_DIR)$/;
const CRONS = ['TEMPLATE_SYNC_CRON', 'TEMPLATE_INCREMENTAL_CRON', 'TOKEN_CHECK_CRON', 'CATALOG_SYNC_CRON'];

/** A server on this database with a simulator of its own, on free ports, for as long as the demonstration is played. */
export async function ownPlace(env: Environment): Promise<Place> {
  const key = `rk_${randomBytes(32).toString('base64url')}`;
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => KEPT.test(name)));
  const port = String(await freePort());
  const simulation = planSimulation({ ...kept, SIMULATOR: 'true', SIMULATOR_PORT: port });
  if (simulation === null) throw new Error('no simulation');
  const app = await createServer(
    readSettings({
      ...kept,
      ...simulation.server,
      ...Object.fromEntries(CRONS.map((name) => [name, ''])),
      ADMIN_API_KEY: key,
      LOG_LEVEL: 'silent',
      // Its goods are the demonstration's own: a copy that is begun here would end with this server.
      INVENTORY_BASE_URL: undefined,
      INVENTORY_API_KEY: undefined,
    }),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const phones = await startSimulator(simulation, address);
  const [desk, simulator] = [new Desk(address, key), new Desk(phones.address)];
  return {
    desk,
    simulator,
    async close() {
      await desk.close();
      await simulator.close();
      await app.close();
      phones.stop();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.once('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
