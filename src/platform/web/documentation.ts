import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KEY_SCHEME } from './allow.js';
import { edgeHeaders } from './edge-headers.js';
import { ProblemDto } from './problem.dto.js';
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
    return { ...document, paths: { ...document.paths, ...paths } };
  };
  SwaggerModule.setup('docs', app, describe, {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Relais · interface',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}

const DOCUMENTATION = /^\/docs(?:$|[-/])/;

function lock(app: NestFastifyApplication, admit: Admit): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const ask = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (await admit(request.headers.authorization, request.ip)) return;
    const { problem } = answerTo(new ReaderUnknown(), request.id);
    await reply
      .code(problem.status)
      .headers(edgeHeaders(request.id))
      .header('www-authenticate', 'Basic realm="Relais", charset="UTF-8"')
      .type(PROBLEM_TYPE)
      .send(problem);
  };
  server.addHook('onRoute', (route) => {
    if (DOCUMENTATION.test(route.url)) route.onRequest = [ask, ...[route.onRequest ?? []].flat()];
  });
}
