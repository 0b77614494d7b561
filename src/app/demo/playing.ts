import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../../platform/config/settings.js';
import type { Desk } from './desk.js';
import { DEMO_GOODS } from './goods.js';
import type { DemoPerson } from './people.js';
import { Player } from './player.js';
import type { Place } from './running.js';
import { type Good, SCENES, type Stage } from './scenes.js';

/** What the demonstration added. */
export interface Played {
  people: number;
  codes: number;
  users: number;
  products: number;
}

/** Everybody was there before. */
export const NOBODY: Played = { people: 0, codes: 0, users: 0, products: 0 };

const AT_ONCE = 4;
const ROLES = ['viewer', 'agent', 'operator', 'admin'] as const;
const NAMES = { viewer: 'lecture', agent: 'agent', operator: 'opération', admin: 'administration' } as const;
const REGISTERED = new Set(['registers', 'thanks', 'has-the-same-code', 'is-out-of-reach']);

/** Fills the desk with these people, with a team and with something to sell. */
export async function play(
  { desk, simulator }: Place,
  people: readonly DemoPerson[],
  { uic }: Settings,
): Promise<Played> {
  const team = await hire(desk);
  const stock = await fillShelves(desk);
  const stage: Stage = {
    desk,
    asksConsent: uic.consent === 'required',
    asksConfirmation: uic.confirm,
    agentId: team.agentId,
    goods: stock.goods,
  };
  // Whoever has somebody's code comes after that somebody.
  const isTwin = ({ part }: DemoPerson): boolean => part === 'has-the-same-code';
  for (const group of [people.filter((one) => !isTwin(one)), people.filter(isTwin)])
    await inTurn(group, (person) => SCENES[person.part](new Player(person, simulator), stage));
  await settled(desk);
  const codes = people.filter(({ part }) => REGISTERED.has(part)).length;
  return { people: people.length, codes, users: team.added, products: stock.added };
}

/** A user of each role; they are there already where the demonstration was played before. */
async function hire(desk: Desk): Promise<{ agentId: string; added: number }> {
  interface User {
    id: string;
    name: string;
  }
  const { items: before } = await desk.get<{ items: User[] }>('api/users?limit=200');
  const users: User[] = [];
  let added = 0;
  for (const role of ROLES) {
    const name = `Démo · ${NAMES[role]}`;
    const known = before.find((user) => user.name === name);
    if (known === undefined) added += 1;
    users.push(known ?? (await desk.post<User>('api/users', { name, role })));
  }
  return { agentId: users[ROLES.indexOf('agent')]?.id ?? '', added };
}

async function fillShelves(desk: Desk): Promise<{ goods: Good[]; added: number }> {
  const read = async () =>
    (await desk.get<{ items: Good[] }>('api/catalog/products?inStock=true&limit=20')).items;
  const before = await read();
  if (before.length > 0) return { goods: before, added: 0 };
  await desk.call('PUT', 'api/catalog/products', { products: DEMO_GOODS });
  return { goods: await read(), added: DEMO_GOODS.length };
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const SETTLE_MS = 8_000;
const UNDER_WAY = [
  'api/outbox?state=queued&limit=200',
  'api/outbox?state=sending&limit=200',
  'api/outbox?state=sent&limit=200',
  'api/dhis2/registrations?state=QUEUED&limit=1',
  'api/dhis2/registrations?state=SENDING&limit=1',
];

/** Waits until everything has left, is reported and is registered: not for ever, what is late comes by itself. */
async function settled(desk: Desk): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  const lists = () =>
    Promise.all(
      UNDER_WAY.map((path) => desk.get<{ items: unknown[] }>(path).then(({ items }) => items.length)),
    );
  while (Date.now() < deadline && (await lists()).some((length) => length > 0)) await pause(200);
}
