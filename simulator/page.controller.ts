import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { World } from './world/world.js';

const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
const NOT_BUILT =
  'La page du téléphone n’est pas construite : lancez « npm run build ».\nThe phone page is not built: run "npm run build".\n';

/** The project's folder, from the sources as from the compiled files. */
const ROOT = rootOf(import.meta.dirname);
const BUILT = join(ROOT, 'public', 'phone');

/** Folders that may hold the files that people send. */
export const SAMPLE_FOLDERS = [join(BUILT, 'samples'), join(ROOT, 'simulator', 'phone', 'public', 'samples')];

/** The phone page, and the files that its bubbles show. */
export async function pageController(app: FastifyInstance, world: World): Promise<void> {
  app.get<{ Params: { id: string } }>('/sim/media/:id', ({ params }, reply) => {
    const medium = world.gallery.get(params.id);
    if (!medium) return reply.code(404).type('text/plain').send('Gone');
    // The file comes from whoever sent it: shown as what it says it is, and never run.
    return reply
      .type(medium.mime)
      .headers({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      })
      .send(medium.bytes);
  });
  if (!existsSync(join(BUILT, 'index.html'))) {
    app.get('/', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: BUILT,
    setHeaders: (reply) => void reply.header('content-security-policy', POLICY),
  });
}

function rootOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder
    ? folder
    : rootOf(dirname(folder));
}
