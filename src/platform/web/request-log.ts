import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf } from './request-context.js';

const log = new Logger('Http');

/**
 * One line for each answered request. It names the route as declared, never the address as called: that may hold a phone number or
 * a code.
 */
export function logRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { requestId, actor } = contextOf(request);
  log.log({
    msg: `${request.method} ${request.routeOptions.url ?? '(no route)'} ${reply.statusCode}`,
    requestId,
    ms: Math.round(reply.elapsedTime),
    ...(actor === undefined ? {} : { actor: actor.id }),
  });
  done();
}
