import type { FastifyInstance } from 'fastify';
import type { World } from '../world/world.js';
import { EXAMPLE, type MediaLinks } from './media-links.js';

/** The files that templates show as examples. */
export function examplesController(app: FastifyInstance, parts: { world: World; links: MediaLinks }): void {
  const { world, links } = parts;
  app.get<{ Params: { id: string }; Querystring: { hash?: string } }>(
    `${EXAMPLE}:id`,
    ({ params, query }, reply) => {
      const medium = links.isOpen(params.id, query.hash) ? world.gallery.get(params.id) : undefined;
      if (!medium) return reply.code(404).type('text/plain').send('Not Found');
      return reply.type(medium.mime).send(medium.bytes);
    },
  );
}
