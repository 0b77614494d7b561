import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { contextOf } from './request-context.js';

/**
 * One line for each answered request, except on routes that asked for quiet. The line names the route as declared, never the
 * address as called: that may hold a phone number or a code.
 */
export function logRequests(server: FastifyInstance): void {
  const log = new Logger('Http');
  server.addHook('onResponse', (request, reply, done) => {
    const { quiet } = request.routeOptions.config;
    if (quiet !== true) {
      const route = `${request.method} ${request.routeOptions.url ?? '(no route)'}`;
      const actor = contextOf(request).actor;
      log.log({
        msg: `${route} ${reply.statusCode}`,
        ms: Math.round(reply.elapsedTime),
        ...(actor === undefined ? {} : { actor: actor.id }),
      });
    }
    done();
  });
}
