import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { digitsOf } from '../world/phones.js';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import { answerCall, type CallFacts } from './graph-call.js';
import { GraphError } from './graph.errors.js';
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
  switchboard: Switchboard;
}

/** `POST /{number id}/messages`. */
export function messagesController(app: FastifyInstance, { world, settings, switchboard }: Parts): void {
  app.post<{ Params: ObjectParams }>(`${VERSION}/:id/messages`, (request, reply) => {
    return answerCall(world, reply, factsOf(request.body), (fate) => {
      mustBeOurNumber(request.params.id, settings, 'post');
      return switchboard.take(readMessage(request.body, world.templates), fate);
    });
  });
}

/** What every call to the Graph has in common: the token, the version in the answer, errors in Meta's form. */
export function graphManners(app: FastifyInstance, settings: Settings): void {
  app.addHook('onRequest', (request: FastifyRequest<{ Params: Partial<ObjectParams> }>, reply, done) => {
    reply.header('facebook-api-version', request.params.version ?? 'v25.0');
    reply.type('application/json; charset=UTF-8');
    done(tokenProblem(request, settings));
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, asGraphError(error)));
}

export function refuse(reply: FastifyReply, error: GraphError): FastifyReply {
  return reply.code(error.status).send(error.body(traceId()));
}

export function mustBeOurNumber(id: string, settings: Settings, verb: string): void {
  if (id !== settings.phoneNumberId) throw noSuchObject(id, verb);
}

export function noSuchObject(id: string, verb: string): GraphError {
  return new GraphError(100, {
    message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    type: 'GraphMethodException',
    subcode: 33,
  });
}

function tokenProblem(request: FastifyRequest, settings: Settings): GraphError | undefined {
  const query = request.query as Record<string, unknown>;
  const header = request.headers.authorization;
  const token = header === undefined ? query['access_token'] : /^(?:Bearer|OAuth) (.+)$/i.exec(header)?.[1];
  if (token === settings.accessToken) return undefined;
  return new GraphError(header === undefined && token === undefined ? 104 : 190);
}

function asGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  const status = (error as { statusCode?: number }).statusCode;
  if (status === 413) return new GraphError(131053, { details: 'Media file size too big.' });
  if (status !== undefined && status < 500)
    return new GraphError(100, { details: 'The request cannot be read.' });
  return new GraphError(131000);
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
    what: text('status') === 'read' ? 'read' : 'message',
    ...(to !== undefined && { to }),
    ...(digits !== undefined && { digits }),
    ...(type !== undefined && { type }),
    ...(reference !== undefined && { reference }),
    body,
  };
}
