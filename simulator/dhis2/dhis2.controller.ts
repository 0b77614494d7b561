import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { customEndpoints } from './custom-endpoints.js';
import { pairEndpoints } from './pair-endpoints.js';
import type { Endpoint } from './endpoint.js';
import { LOGIN_HTML, LOGIN_PAGE } from './gate.js';
import { metadataEndpoints } from './metadata-endpoints.js';
import { Refusal } from './refusal.js';
import type { Register } from './register.js';
import { serve } from './serving.js';
import { systemEndpoints } from './system-endpoints.js';
import { trackerEndpoints } from './tracker-endpoints.js';

const GONE = /^\/dhis2\/api\/(trackedEntityInstances|enrollments|events|relationships)\b/;

/** DHIS2 below `/dhis2`: the Tracker API, the metadata, and the five addresses of a server before it. */
export function dhis2Controller(app: FastifyInstance, register: Register): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.get(LOGIN_PAGE.replace('/dhis2', ''), (_request, reply) =>
    reply.type('text/html;charset=UTF-8').send(LOGIN_HTML),
  );
  const endpoints = [
    ...systemEndpoints,
    ...metadataEndpoints,
    ...trackerEndpoints,
    ...pairEndpoints,
    ...customEndpoints,
  ];
  for (const endpoint of endpoints) {
    const { method, path } = endpoint;
    app.route({ method, url: path, handler: (request, reply) => serve(register, endpoint, request, reply) });
  }
  const nobody = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const refusal = GONE.test(request.url)
      ? new Refusal(
          404,
          'The old tracker endpoints are gone from 2.42 on, and are not played here for older versions',
        )
      : new Refusal(404, `Nothing answers ${request.method} ${request.url.split('?')[0]}`);
    const words = (): string[] => Object.keys(request.query as object);
    const endpoint: Endpoint = {
      method: 'GET',
      path: '*',
      what: 'unknown',
      words,
      answer: () => refusal.answer(),
    };
    return serve(register, endpoint, request, reply);
  };
  // A route, since the pages of the desk answer whatever else nobody does.
  app.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: '/*', handler: nobody });
}
