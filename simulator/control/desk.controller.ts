import type { FastifyInstance } from 'fastify';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import { faultWish, optionsWish, sentWish, templateWish } from './requests.js';

/** The switches: options, faults, templates, and the ledger of what the service did. */
export function deskController(app: FastifyInstance, world: World): void {
  app.get('/sim/options', () => world.desk.options);
  app.patch('/sim/options', ({ body }) => world.desk.change(optionsWish.parse(body)));
  faults(app, world);
  templates(app, world);
  app.get('/sim/sent', ({ query }) => calls(world, query, true));
  app.get('/sim/calls', ({ query }) => calls(world, query, false));
}

function faults(app: FastifyInstance, world: World): void {
  app.get('/sim/faults', () => world.desk.faults.list());
  app.post('/sim/faults', ({ body }, reply) => {
    const { on, to, times, ...trouble } = faultWish.parse(body);
    return reply.code(201).send(world.desk.faults.add({ trouble, on, left: times, ...(to && { to }) }));
  });
  app.delete('/sim/faults', () => ({ cleared: world.desk.faults.clear() }));
  app.delete<{ Params: { id: string } }>('/sim/faults/:id', ({ params }) => {
    if (world.desk.faults.clear(Number(params.id)) === 0) {
      throw new ControlError(404, `There is no fault ${params.id}.`);
    }
    return { cleared: 1 };
  });
}

function templates(app: FastifyInstance, world: World): void {
  app.get('/sim/templates', () => world.templates.list());
  app.put<{ Params: { name: string; language: string } }>(
    '/sim/templates/:name/:language',
    ({ params, body }) => {
      const template = { ...templateWish.parse(body), ...params };
      world.templates.put(template);
      return template;
    },
  );
}

async function calls(world: World, query: unknown, sentOnly: boolean): Promise<object> {
  const { after, to, reference, atLeast, waitMs, limit } = sentWish.parse(query);
  const filter = { after, to, reference, sentOnly };
  const items = await world.ledger.wait(filter, { atLeast, most: limit, ms: waitMs });
  return { items, last: world.ledger.count };
}
