import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { digitsOf } from '../world/phones.js';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import { answerCall, type CallFacts } from './graph-call.js';
import type { Gate } from './gate.js';
import { GraphError, noSuchObject } from './graph.errors.js';
import { servedVersion } from './graph-version.js';
import { readMessage } from './message.js';
import type { Switchboard } from './switchboard.js';
import { traceId } from './trace.js';

/** Where an object of the Graph is addressed. */
export interface ObjectParams {
  version: string;
  id: string;
}

/** `/v25.0/…`, `/v26.0/…`: any version is served. */
export const VERSION = '/:version(^v\\d+\\.\\d+$)';

interface Parts {
  world: World;
  settings: Settings;
  gate: Gate;
  switchboard: Switchboard;
}

/** `POST /{number id}/messages`. */
export function messagesController(app: FastifyInstance, parts: Parts): void {
  const { world, gate, switchboard } = parts;
  app.post<{ Params: ObjectParams }>(`${VERSION}/:id/messages`, (request, reply) => {
    return answerCall(world, reply, factsOf(request.body), (fate) => {
      gate.need(request, 'whatsapp_business_messaging', request.params.id);
      const line = mustBeOurNumber(request.params.id, world, 'post');
      return switchboard.take(readMessage(request.body, world.templates), fate, line);
    });
  });
}

/** What every answer of the Graph has in common: the version, the clock, errors in Meta's form. */
export function graphManners(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', (request: FastifyRequest<{ Params: Partial<ObjectParams> }>, reply, done) => {
    const { version, clockSkewSeconds } = world.desk.options.graph;
    reply.header('facebook-api-version', version ?? servedVersion(request.params.version));
    if (clockSkewSeconds !== 0) {
      reply.header('date', new Date(Date.now() + clockSkewSeconds * 1000).toUTCString());
    }
    reply.type('application/json; charset=UTF-8');
    done();
  });
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body === '' ? undefined : parse(String(body)));
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, asGraphError(error)));
}

export function refuse(reply: FastifyReply, error: GraphError): FastifyReply {
  return reply.code(error.status).send(error.body(traceId()));
}

export function mustBeOurNumber(id: string, { lines }: World, verb: string): Line {
  const line = lines.ofNumber(id);
  if (!line) throw noSuchObject(id, verb);
  return line;
}

function asGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  const status = (error as { statusCode?: number }).statusCode;
  if (status === 413) return new GraphError(131053, { details: 'Media file size too big.' });
  if (status !== undefined && status < 500)
    return new GraphError(100, { details: 'The request cannot be read.' });
  return new GraphError(131000);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new GraphError(100, { details: 'The request cannot be read.' });
  }
}

/** Read leniently: a request that is refused stands in the ledger too. */
function factsOf(body: unknown): CallFacts {
  const request = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string): string | undefined => {
    const value = request[key];
    return typeof value === 'string' ? value : undefined;
  };
  const [to, type, reference] = [
    text('to') ?? text('recipient'),
    text('type'),
    text('biz_opaque_callback_data'),
  ];
  const digits = to === undefined ? undefined : digitsOf(to);
  return {
    ...(text('status') === 'read' ? { what: 'read' } : { what: 'message', on: 'messages' }),
    ...(to !== undefined && { to }),
    ...(digits !== undefined && { digits }),
    ...(type !== undefined && { type }),
    ...(reference !== undefined && { reference }),
    body,
  };
}
