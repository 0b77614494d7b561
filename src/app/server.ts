import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../platform/config/settings.js';
import { createLog, NestLog } from '../platform/logging/logger.js';
import { serveConsole } from '../platform/web/console.js';
import { serveDocumentation } from '../platform/web/documentation.js';
import { secureServer, serverOptions } from '../platform/web/server.js';
import { Auth } from '../auth/auth.contract.js';
import { MetaModule } from '../providers/meta/meta.module.js';
import { TwilioModule } from '../providers/twilio/twilio.module.js';
import { AppModule } from './app.module.js';

/** The whole application on one Fastify server, not yet listening. */
export async function createServer(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ ...serverOptions, logger: false });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings), adapter, {
    logger: new NestLog(createLog(settings.log)),
    return503OnClosing: true,
    routeConflictPolicy: { duplicate: 'error', shadow: 'warn' },
    abortOnError: false,
    forceCloseConnections: false,
  });
  drainOnClose(adapter.getInstance());
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  secureServer(app);
  serveConsole(app);
  const auth = app.get(Auth);
  const admit = (authorization: string | undefined, address: string) =>
    auth.admits(authorization, address, 'auth:manage');
  const paths = { ...MetaModule.paths, ...TwilioModule.paths };
  serveDocumentation(app, '0.1.0', { paths, ...(settings.production ? { admit } : {}) });
  return app;
}

/** Without this a single idle client holds the shutdown for Fastify's keep-alive time-out of 72 s. */
function drainOnClose(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    setInterval(() => server.server.closeIdleConnections(), 100).unref();
    setTimeout(() => server.server.closeAllConnections(), 3_000).unref();
    done();
  });
}
