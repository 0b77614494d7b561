import type { FastifyInstance } from 'fastify';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import { faultWish } from './fault-requests.js';
import { accountWish, optionsWish, sentWish } from './requests.js';

/** The switches: options, faults, the account, and the ledger of what the service did. */
export function deskController(app: FastifyInstance, world: World): void {
  app.get('/sim/options', () => world.desk.options);
  app.patch('/sim/options', ({ body }) => world.desk.change(optionsWish.parse(body)));
  app.get('/sim/account', () => world.account.read());
  app.patch('/sim/account', ({ body }) => world.account.change(accountWish.parse(body)));
  faults(app, world);
  app.get('/sim/sent', ({ query }) => calls(world, query, true));
  app.get('/sim/calls', ({ query }) => calls(world, query, false));
}

function faults(app: FastifyInstance, world: World): void {
  app.get('/sim/faults', () => world.desk.faults.list());
  app.post('/sim/faults', ({ body }, reply) => {
    const { on, to, times, skip, ...trouble } = faultWish.parse(body);
    const whom = { on, left: times, ...(to && { to }), ...(skip > 0 && { skip }) };
    return reply.code(201).send(world.desk.faults.add({ trouble, ...whom }));
  });
  app.delete('/sim/faults', () => ({ cleared: world.desk.faults.clear() }));
  app.delete<{ Params: { id: string } }>('/sim/faults/:id', ({ params }) => {
    if (world.desk.faults.clear(Number(params.id)) === 0) {
      throw new ControlError(404, `There is no fault ${params.id}.`);
    }
    return { cleared: 1 };
  });
}

async function calls(world: World, query: unknown, sentOnly: boolean): Promise<object> {
  const { after, to, reference, what, atLeast, waitMs, limit } = sentWish.parse(query);
  const filter = { after, to, reference, what, sentOnly };
  const items = await world.ledger.wait(filter, { atLeast, most: limit, ms: waitMs });
  return { items, last: world.ledger.count };
}
