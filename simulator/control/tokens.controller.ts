import type { FastifyInstance } from 'fastify';
import type { Token } from '../world/tokens.js';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import { tokenWish } from './token-requests.js';

interface ById {
  Params: { id: string };
}

/** The keys to the account: made, brought to their end, killed. */
export function tokenControl(app: FastifyInstance, { tokens }: World): void {
  app.get('/sim/tokens', () => ({
    items: tokens.list(),
    exchanges: tokens.exchanges,
    inspections: tokens.inspections,
  }));
  app.post('/sim/tokens', ({ body }, reply) => {
    return reply.code(201).send(tokens.make(tokenWish.parse(body ?? {}), Date.now()));
  });
  app.patch('/sim/tokens', ({ body }) => {
    const wish = tokenWish.parse(body);
    return { changed: tokens.list().map((token) => tokens.change(token, wish)).length };
  });
  app.patch<ById>('/sim/tokens/:id', ({ params, body }) => {
    return tokens.change(tokenAt(tokens.get(params.id), params.id), tokenWish.parse(body));
  });
  app.delete<ById>('/sim/tokens/:id', ({ params }, reply) => {
    tokens.forget(tokenAt(tokens.get(params.id), params.id));
    return reply.code(204).send();
  });
}

function tokenAt(token: Token | undefined, id: string): Token {
  if (!token) throw new ControlError(404, `There is no token ${id}.`);
  return token;
}
