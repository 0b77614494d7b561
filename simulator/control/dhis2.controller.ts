import type { FastifyInstance } from 'fastify';
import { newClient } from '../dhis2/clients.js';
import { CODE, PERSON, PROGRAM } from '../dhis2/metadata.js';
import type { Register } from '../dhis2/register.js';
import { newUid } from '../dhis2/uid.js';
import { cardOf, pairCards, viewOf } from '../dhis2/view.js';
import { type ClientWish, clientsWish, receivedWish, registerWish } from './dhis2-requests.js';

/** The national register: what it received, how it is set, what goes wrong with it. */
export function registerController(app: FastifyInstance, register: Register): void {
  app.get('/sim/dhis2', () => ({ ...viewOf(register), switches: register.switches }));
  app.post('/sim/dhis2', ({ body }) => {
    const { faults = [], clearFaults, clients = [], remove = [], ...switches } = registerWish.parse(body);
    if (clearFaults !== undefined) register.troubles.clear(clearFaults === true ? undefined : clearFaults);
    const added = faults.map((fault) => register.troubles.add(fault).id);
    const entered = clients.map((wish) => enter(register, wish));
    const removed = remove.filter((id) => register.clients.remove(id));
    register.change(switches);
    return { ...viewOf(register), switches: register.switches, added, entered, removed };
  });
  app.delete('/sim/dhis2', () => {
    register.reset();
    register.tell();
    return { reset: true };
  });
  app.get('/sim/dhis2/received', ({ query }) => {
    const { limit, cursor } = receivedWish.parse(query);
    const items = register.calls.last(limit, cursor);
    const last = items.at(-1)?.seq;
    const isMore = last !== undefined && register.calls.last(1, last).length > 0;
    return {
      items,
      nextCursor: isMore ? String(last) : null,
      clients: register.clients.newest(limit).map((client) => cardOf(client, register)),
      duplicates: pairCards(register, limit),
    };
  });
  app.get('/sim/dhis2/clients', ({ query }) => {
    const { limit, cursor, code } = clientsWish.parse(query);
    const { clients } = register;
    const found = code === undefined ? clients.newest(limit, cursor) : (clients.having(CODE, code) ?? []);
    const isMore = code === undefined && cursor + limit < clients.size;
    return {
      items: found.map((client) => cardOf(client, register)),
      nextCursor: isMore ? String(cursor + limit) : null,
      total: clients.size,
    };
  });
}

/** Somebody else's client. */
function enter(register: Register, wish: ClientWish): string {
  const { id: trackedEntity = newUid(), code, orgUnit, hidden, deleted } = wish;
  const createdAt = register.now();
  const place = {
    program: PROGRAM.id,
    orgUnit,
    enrolledAt: createdAt,
    occurredAt: createdAt,
    status: 'ACTIVE',
  };
  register.clients.put(
    newClient({
      trackedEntity,
      trackedEntityType: PERSON.id,
      orgUnit,
      createdAt,
      hidden,
      deleted,
      values: { ...wish.values, ...(code !== undefined && { [CODE]: code }) },
      enrollments: wish.enrolled ? [{ enrollment: newUid(), ...place }] : [],
    }),
  );
  return trackedEntity;
}
