import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { EdgeConfig } from './route-config.js';

const NOT_BUILT =
  'La console n’est pas construite : lancez « npm run build ».\nThe console is not built: run "npm run build".\n';
const YEAR_SECONDS = 31_536_000;
const PAGES: EdgeConfig = { open: 'la console sans données : elle demande une clé ou un mot de passe' };

/**
 * Serves the console, as it was built, at `/`. Its files carry their own hash in their names and may be kept; the page itself is asked
 * for each time. To be called before the application is initialised.
 */
export function serveConsole(app: NestFastifyApplication): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const folder = join(rootOf(import.meta.dirname), 'public', 'console');
  if (!existsSync(join(folder, 'index.html'))) {
    server.get('/', { config: PAGES }, (_request, reply) =>
      reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT),
    );
    return;
  }
  void server.register(async (pages) => {
    pages.addHook('onRoute', (route) => void (route.config = { ...route.config, ...PAGES }));
    await pages.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        ),
    });
  });
}

/** The project's folder, from the sources as from the compiled files. */
function rootOf(folder: string): string {
  const isRoot = existsSync(join(folder, 'package.json')) || dirname(folder) === folder;
  return isRoot ? folder : rootOf(dirname(folder));
}
