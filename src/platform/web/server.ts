import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
  RawServerDefault,
  RouteOptions,
} from 'fastify';
import { edgeHeaders } from './edge-headers.js';
import { answerTo, PROBLEM_TYPE } from './problem.js';
import { contextOf, requestIdFrom, runInContext } from './request-context.js';
import { logRequest } from './request-log.js';

/** The largest body taken by any route that does not say otherwise: 1 MiB. */
const BODY_LIMIT = 1_048_576;

/**
 * What Fastify itself must know: request ids, optional final slash, refusals before routing. A proxy is believed about the
 * caller's address only when it runs on this machine.
 */
export const serverOptions = {
  bodyLimit: BODY_LIMIT,
  trustProxy: 'loopback',
  requestIdHeader: false,
  genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
  routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  frameworkErrors: (error, request, reply) => {
    const { problem, headers } = answerTo(error, request.id);
    const head = { ...edgeHeaders(request.id), ...headers, 'content-type': PROBLEM_TYPE };
    reply.hijack();
    reply.raw.writeHead(problem.status, head).end(JSON.stringify(problem));
  },
} satisfies FastifyServerOptions;

/**
 * Gives every request its context and its line in the log, and every answer its headers. To be called before the application is
 * initialised, so that it holds for each of its routes. Routes for machines stay bare: there, each hook would be felt.
 */
export function secureServer(app: NestFastifyApplication): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  takeJson(app, server);
  takeFiles(server);
  server.addHook('onRoute', (route) => {
    if (route.config?.quiet === true) return;
    attach(route, 'onRequest', enter);
    attach(route, 'preValidation', resume);
    attach(route, 'onResponse', logRequest);
  });
}

/** Many clients announce JSON on every request, also on one without a body. */
function takeJson(app: NestFastifyApplication, server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  app.useBodyParser<RawServerDefault>(
    'application/json',
    { bodyLimit: BODY_LIMIT },
    (request, body, done) => {
      if (body.length === 0) done(null, undefined);
      else void parse(request, body.toString(), done);
    },
  );
  // Any page of the world can send a form without asking first; nobody here expects one.
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit: BODY_LIMIT }, (_request, _body, done) =>
    done(new UnsupportedMediaTypeException()),
  );
}

/** Nothing of a file is read before the caller's right to send it is known; elsewhere only JSON is taken. */
function takeFiles(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(['text/plain', '*'], (request, payload, done) => {
    if (request.routeOptions.config.streams === true) done(null, payload);
    else done(new UnsupportedMediaTypeException());
  });
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

function enter(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.headers(edgeHeaders(request.id));
  runInContext(contextOf(request), done);
}

/** Bytes of a body arrive in the context of the connection, not in that of the request. */
function resume(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  runInContext(contextOf(request), done);
}

/** Puts a hook before those that the route brings; once, though the route comes by again for HEAD. */
function attach(route: RouteOptions, at: 'onRequest' | 'preValidation' | 'onResponse', hook: Hook): void {
  const own = [route[at] ?? []].flat() as Hook[];
  route[at] = [hook, ...own.filter((other) => other !== hook)];
}
