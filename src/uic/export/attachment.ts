import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Outgoing } from './format.js';

/** Hands a file over for saving. Whoever hangs up half-way stops its making; a fault half-way breaks the answer off, so that it is never taken for whole. */
export function attach(reply: FastifyReply, { name, mime, bytes }: Outgoing): FastifyReply {
  void reply.headers({
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
  return reply.type(mime).send(Readable.from(bytes, { objectMode: false }));
}
