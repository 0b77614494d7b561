import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { answerTo, PROBLEM_TYPE } from './problem.js';
import { contextOf, requestIdFrom, runInContext } from './request-context.js';
import { logRequests } from './request-log.js';

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
    const head = { ...headers, 'content-type': PROBLEM_TYPE, 'x-request-id': request.id };
    reply.hijack();
    reply.raw.writeHead(problem.status, head).end(JSON.stringify(problem));
  },
} satisfies FastifyServerOptions;

/** Swagger UI and the console style themselves inline; a plain-http installation must not be sent to https. */
const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'base-uri': ["'self'"],
      'connect-src': ["'self'"],
      'font-src': ["'self'", 'data:'],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      'object-src': ["'none'"],
      'script-src': ["'self'"],
      'script-src-attr': ["'none'"],
      'style-src': ["'self'", "'unsafe-inline'"],
    },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
};

/**
 * Gives every request its context and its line in the log, and every answer its security headers. To be called before the
 * application is initialised, so that it holds for each of its routes.
 */
export async function secureServer(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  keepContext(server);
  logRequests(server);
  await app.register(fastifyHelmet, SECURITY_HEADERS);
}

function keepContext(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // Answers hold data of people and keys; whoever serves what may be kept says so.
    void reply.header('cache-control', 'no-store');
    runInContext(contextOf(request), done);
  });
  // Bytes of a body arrive in the context of the connection, not in that of the request.
  server.addHook('preValidation', (request, _reply, done) => runInContext(contextOf(request), done));
}
