import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { deskController } from './control/desk.controller.js';
import { controlManners } from './control/manners.js';
import { newsController } from './control/news.controller.js';
import { phonesController } from './control/phones.controller.js';
import { Samples } from './control/samples.js';
import { webhooksController } from './control/webhooks.controller.js';
import { Files } from './meta/files.js';
import { graphManners, messagesController, refuse } from './meta/graph.controller.js';
import { GraphError } from './meta/graph.errors.js';
import { mediaController, MediaLinks } from './meta/media.controller.js';
import { Mouth } from './meta/mouth.js';
import { Postman } from './meta/postman.js';
import { Receipts } from './meta/receipts.js';
import { Switchboard } from './meta/switchboard.js';
import { Tray } from './meta/tray.js';
import { pageController, SAMPLE_FOLDERS } from './page.controller.js';
import type { Settings } from './settings.js';
import { World } from './world/world.js';

const LARGEST_CONTROL_BODY = 32 * 1024 * 1024;

/** A running simulator. */
export interface Simulator {
  readonly app: FastifyInstance;
  /** Listens; resolves with the port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** WhatsApp on a desk: the Graph API, the webhooks, the phones, and the switches for what goes wrong. */
export async function buildSimulator(settings: Settings): Promise<Simulator> {
  const app = Fastify({
    bodyLimit: LARGEST_CONTROL_BODY,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const parts = makeParts(settings);
  parts.world.reset();
  await app.register((graph, _options, done) => {
    graphManners(graph, settings);
    messagesController(graph, parts);
    mediaController(graph, parts);
    done();
  });
  await app.register((control, _options, done) => {
    controlManners(control);
    phonesController(control, parts);
    deskController(control, parts.world);
    webhooksController(control, parts);
    newsController(control, parts.world, settings);
    control.post('/sim/reset', () => reset(parts));
    done();
  });
  await app.register((page) => pageController(page, parts.world));
  app.setNotFoundHandler((request, reply) => {
    const details = { message: `Unknown path components: ${request.url}`, status: 400 };
    return refuse(reply, new GraphError(2500, details));
  });
  return { app, listen: () => listen(app, parts), close: () => close(app, parts) };
}

type Parts = ReturnType<typeof makeParts>;

function makeParts(settings: Settings) {
  const world = new World();
  const links = new MediaLinks(settings.appSecret);
  const postman = new Postman(world, settings);
  const tray = new Tray(world, postman);
  const receipts = new Receipts(world, postman);
  const files = new Files(world.gallery);
  const switchboard = new Switchboard(world, settings, files, receipts);
  const mouth = new Mouth(world, settings, links, tray);
  const samples = new Samples(world.gallery, SAMPLE_FOLDERS);
  return { settings, world, links, postman, tray, receipts, switchboard, mouth, samples };
}

async function listen(app: FastifyInstance, { settings, links }: Parts): Promise<number> {
  await app.listen({ host: settings.host, port: settings.port });
  const { port } = app.server.address() as AddressInfo;
  const host = settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host;
  links.origin = settings.publicUrl ?? `http://${host}:${port}`;
  return port;
}

/** Forgets everything, and what was under way. */
function reset({ world, postman, tray, receipts, switchboard }: Parts): object {
  tray.reset();
  receipts.reset();
  postman.reset();
  switchboard.reset();
  world.reset();
  return { reset: true };
}

async function close(app: FastifyInstance, { postman, receipts, tray, switchboard }: Parts): Promise<void> {
  receipts.reset();
  tray.reset();
  switchboard.reset();
  await postman.stop();
  await app.close();
}
