import type { FastifyInstance } from 'fastify';
import type { Register } from '../dhis2/register.js';
import { viewOf } from '../dhis2/view.js';
import type { Settings } from '../settings.js';
import type { World } from '../world/world.js';

const HEARTBEAT_MS = 20_000;
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;

/** What the phone page needs to start, and the stream that keeps it fresh. */
export function newsController(
  app: FastifyInstance,
  { world, settings, register }: { world: World; settings: Settings; register: Register },
): void {
  app.get('/sim/state', () => ({
    service: { name: settings.serviceName, number: settings.displayPhoneNumber },
    webhookUrl: settings.webhookUrl,
    desk: world.desk.state(),
    wire: world.journal.last(),
    dhis2: viewOf(register),
  }));
  app.get('/sim/events', (_request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    stream.write('retry: 1000\n\n');
    const silence = world.news.subscribe((item) => {
      stream.write(`data: ${JSON.stringify(item)}\n\n`);
      // A page that sleeps is let go; it comes back and reads everything again.
      if (stream.writableLength > MOST_UNREAD_BYTES) stream.destroy();
    });
    const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS).unref();
    stream.on('close', () => {
      silence();
      clearInterval(heartbeat);
    });
  });
}
