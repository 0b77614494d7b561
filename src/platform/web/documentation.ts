import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KEY_SCHEME } from './allow.js';
import { edgeHeaders } from './edge-headers.js';
import { ProblemDto, problemResponse } from './problem.dto.js';
import { textOf } from './problem-texts.js';
import { answerTo, PROBLEM_TYPE } from './problem.js';
import { ReaderUnknown } from './web.errors.js';

/** Says whether the value of an `Authorization` header, sent from an address, entitles to read the documentation. */
export type Admit = (authorization: string | undefined, address: string) => Promise<boolean>;

export interface DocumentationChoices {
  /** What raw routes, which carry no decorators, say of themselves. */
  paths?: OpenAPIObject['paths'];
  /** Who may read; everybody where it is not given. */
  admit?: Admit;
}

/**
 * Swagger UI at `/docs`, its document at `/docs-json`. Where readers need a key, a browser asks for it by itself and sends it as
 * the password of Basic authentication.
 */
export function serveDocumentation(
  app: NestFastifyApplication,
  version: string,
  { paths = {}, admit }: DocumentationChoices = {},
): void {
  if (admit !== undefined) lock(app, admit);
  const outline = new DocumentBuilder()
    .setTitle('Relais')
    .setDescription('L’interface d’administration. Les erreurs sont des `application/problem+json`.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Une clé `rk_…`.' }, KEY_SCHEME)
    .build();
  const describe = (): OpenAPIObject => {
    const document = SwaggerModule.createDocument(app, outline, { extraModels: [ProblemDto] });
    for (const operations of Object.values(document.paths)) tellRefusals(operations);
    return { ...document, paths: { ...document.paths, ...paths } };
  };
  SwaggerModule.setup('docs', app, describe, {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Relais · interface',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What the edge itself answers to a request that it cannot take, wherever the route does not say it better. */
function tellRefusals(operations: OpenAPIObject['paths'][string]): void {
  for (const method of METHODS) {
    const operation = operations[method];
    if (operation === undefined) continue;
    const takesBody = operation.requestBody !== undefined;
    const takesInput = takesBody || (operation.parameters ?? []).length > 0;
    for (const status of [...(takesInput ? [400] : []), ...(takesBody ? [413, 415] : [])]) {
      const { code, detail } = textOf(status);
      operation.responses[status] ??= problemResponse(status, code, detail);
    }
  }
}

const DOCUMENTATION = /^\/docs(?:$|[-/])/;

function lock(app: NestFastifyApplication, admit: Admit): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const ask = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (await admit(request.headers.authorization, request.ip)) return;
    const { problem, headers } = answerTo(new ReaderUnknown(), request.id);
    await reply
      .code(problem.status)
      .headers({ ...edgeHeaders(request.id), ...headers })
      .type(PROBLEM_TYPE)
      .send(problem);
  };
  server.addHook('onRoute', (route) => {
    if (DOCUMENTATION.test(route.url)) route.onRequest = [ask, ...[route.onRequest ?? []].flat()];
  });
}
