import type { Settings } from '../../platform/config/settings.js';
import { localAddress } from '../local-address.js';
import { DemoRefused } from './demo.errors.js';
import { Desk } from './desk.js';

/** Where people write, and where the team works. */
export interface Place {
  desk: Desk;
  simulator: Desk;
  close(): Promise<void>;
}

const NO_SIMULATOR =
  'Un serveur tourne sur cette base sans son simulateur : la démonstration écrirait à de vraies personnes. Arrêtez-le, ou relancez-le avec SIMULATOR=true.';

/** Where a server with these settings would be, if one answers there. */
export async function runningAddress({ http }: Settings): Promise<string | null> {
  const address = localAddress(http);
  const door = new Desk(address);
  const status = await door.status('health/live');
  await door.close();
  return status === 200 ? address : null;
}

/** The server at this address with its simulator; `null` where it reads another database than this one. */
export async function runningPlace(
  address: string,
  simulatorPort: number,
  key: string,
): Promise<Place | null> {
  const desk = new Desk(address, key);
  const simulator = new Desk(`http://127.0.0.1:${simulatorPort}`);
  const close = async (): Promise<void> => {
    await desk.close();
    await simulator.close();
  };
  // A key made a moment ago opens only where the same database is read.
  const isSame = (await desk.status('api/numbers')) === 200;
  if (isSame && (await isSimulated(desk, simulator))) return { desk, simulator, close };
  await close();
  if (isSame) throw new DemoRefused(NO_SIMULATOR);
  return null;
}

interface Numbers {
  items: { id: string }[];
}
interface Account {
  numbers: { phoneNumberId: string }[];
}

/** Whether the people of this simulator write to a number of this server. */
async function isSimulated(desk: Desk, phones: Desk): Promise<boolean> {
  if ((await phones.status('sim/accounts')) !== 200) return false;
  const { items: ours } = await desk.get<Numbers>('api/numbers');
  const played = await phones.get<Account[]>('sim/accounts');
  const numbers = played.flatMap((account) => account.numbers.map(({ phoneNumberId }) => phoneNumberId));
  return ours.some(({ id }) => numbers.includes(id));
}
