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
const NEVER_RUN = "default-src 'none'; sandbox";
const NOT_BUILT =
  'La page du téléphone n’est pas construite : lancez « npm run build ».\nThe phone page is not built: run "npm run build".\n';

/** The project's folder, from the sources as from the compiled files. */
const ROOT = rootOf(import.meta.dirname);
const BUILT = join(ROOT, 'public', 'phone');

/** Folders that may hold the files that people send. */
export const SAMPLE_FOLDERS = [join(BUILT, 'samples'), join(ROOT, 'simulator', 'phone', 'public', 'samples')];

/** The phone page, and the files that its bubbles show. */
export async function pageController(app: FastifyInstance, world: World): Promise<void> {
  app.get<{ Params: { id: string } }>('/sim/media/:id', ({ params, headers }, reply) => {
    const medium = world.gallery.get(params.id);
    if (!medium) return reply.code(404).type('text/plain').send('Gone');
    // The file comes from whoever sent it: shown as what it says it is, and never run.
    reply.type(medium.mime).headers({
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': NEVER_RUN,
    });
    const { bytes } = medium;
    const range = rangeOf(headers.range, bytes.length);
    if (!range) return reply.send(bytes);
    reply.code(206).header('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`);
    return reply.send(bytes.subarray(range.from, range.to + 1));
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

/** The part of a file that a player asks for: without parts, it cannot tell how long a sound is. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (start === undefined) return undefined;
  const [from, to] = [Number(start), Math.min(end ? Number(end) : size - 1, size - 1)];
  return from <= to ? { from, to } : undefined;
}

function rootOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder
    ? folder
    : rootOf(dirname(folder));
}
