import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { accountsControl } from './control/accounts.controller.js';
import { deskController } from './control/desk.controller.js';
import { templateControl } from './control/templates.controller.js';
import { tokenControl } from './control/tokens.controller.js';
import { registerController } from './control/dhis2.controller.js';
import { controlManners } from './control/manners.js';
import { newsController } from './control/news.controller.js';
import { phonesController } from './control/phones.controller.js';
import { Samples } from './control/samples.js';
import { webhooksController } from './control/webhooks.controller.js';
import { dhis2Controller } from './dhis2/dhis2.controller.js';
import { Register } from './dhis2/register.js';
import { inventoryControl } from './control/inventory.controller.js';
import { Inventory } from './inventory/inventory.js';
import { inventoryController } from './inventory/inventory.controller.js';
import { accountController } from './meta/account.controller.js';
import { catalogControl, catalogController } from './meta/catalog.controller.js';
import { Catalogs } from './meta/catalogs.js';
import { examplesController } from './meta/examples.controller.js';
import { Files } from './meta/files.js';
import { Gate } from './meta/gate.js';
import { graphManners, messagesController, refuse } from './meta/graph.controller.js';
import { GraphError } from './meta/graph.errors.js';
import { Handshake } from './meta/handshake.js';
import { Management } from './meta/management.js';
import { MediaLinks } from './meta/media-links.js';
import { mediaController } from './meta/media.controller.js';
import { Mouth } from './meta/mouth.js';
import { nodesController } from './meta/nodes.controller.js';
import { Postman } from './meta/postman.js';
import { Receipts } from './meta/receipts.js';
import { Switchboard } from './meta/switchboard.js';
import { TemplateNews } from './meta/template-news.js';
import { TemplateOffice } from './meta/template-office.js';
import { templatesController } from './meta/templates.controller.js';
import { TokenDesk } from './meta/token-desk.js';
import { tokensController } from './meta/tokens.controller.js';
import { Tray } from './meta/tray.js';
import { UploadDesk } from './meta/upload-desk.js';
import { uploadsController } from './meta/uploads.controller.js';
import { Usage } from './meta/usage.js';
import { pageController, SAMPLE_FOLDERS } from './page.controller.js';
import type { Settings } from './settings.js';
import { twilioController } from './twilio/messages.controller.js';
import { peopleController } from './twilio/people.controller.js';
import { Twilio } from './twilio/twilio.js';
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
  await app.register((graph, _options, done) => playMeta(graph, parts, done));
  await playOthers(app, parts);
  await app.register((control, _options, done) => switches(control, parts, done));
  await app.register((page) => pageController(page, parts.world));
  app.setNotFoundHandler((request, reply) => {
    const details = { message: `Unknown path components: ${request.url}`, status: 400 };
    return refuse(reply, new GraphError(2500, details));
  });
  return { app, listen: () => listen(app, parts), close: () => close(app, parts) };
}

/** Everybody else on the desk: Twilio, the national register, an inventory. */
async function playOthers(app: FastifyInstance, { twilio, register, inventory }: Parts): Promise<void> {
  await app.register((api, _options, done) => {
    twilioController(api, twilio);
    done();
  });
  const national = (api: FastifyInstance, _options: object, done: () => void): void => {
    dhis2Controller(api, register);
    done();
  };
  await app.register(national, { prefix: '/dhis2' });
  const goods = (api: FastifyInstance, _options: object, done: () => void): void => {
    inventoryController(api, inventory);
    done();
  };
  await app.register(goods, { prefix: '/inventory' });
}

/** What people at the desk do, and what goes wrong. */
function switches(control: FastifyInstance, parts: Parts, done: () => void): void {
  controlManners(control);
  phonesController(control, parts);
  deskController(control, parts.world);
  templateControl(control, parts);
  tokenControl(control, parts.world);
  accountsControl(control, parts.world);
  catalogControl(control, parts);
  webhooksController(control, parts);
  newsController(control, parts);
  peopleController(control, parts.twilio);
  registerController(control, parts.register);
  inventoryControl(control, parts.inventory);
  control.post('/sim/reset', () => reset(parts));
  done();
}

/** What Meta answers: some of it to the app and to everybody, most of it to whoever has a token. */
function playMeta(graph: FastifyInstance, parts: Parts, done: () => void): void {
  graphManners(graph, parts.world);
  tokensController(graph, parts);
  examplesController(graph, parts);
  void graph.register((guarded, _options, ready) => {
    guarded.addHook('onRequest', (request, _reply, next) => {
      parts.gate.admit(request);
      next();
    });
    uploadsController(guarded, parts);
    messagesController(guarded, parts);
    mediaController(guarded, parts);
    templatesController(guarded, parts);
    accountController(guarded, parts);
    catalogController(guarded, parts);
    nodesController(guarded, parts);
    ready();
  });
  done();
}

type Parts = ReturnType<typeof makeParts>;

function makeParts(settings: Settings) {
  const world = new World(settings);
  const links = new MediaLinks(settings.appSecret);
  const postman = new Postman(world, settings);
  const tray = new Tray(world, postman);
  const receipts = new Receipts(world, postman);
  const files = new Files(world.gallery);
  const news = new TemplateNews(world, postman);
  const gate = new Gate(world);
  const usage = new Usage(world, settings);
  return {
    settings,
    world,
    links,
    postman,
    tray,
    receipts,
    news,
    gate,
    usage,
    handshake: new Handshake(),
    catalogs: new Catalogs(),
    management: new Management(world, settings, gate, usage),
    office: new TemplateOffice(world, links, news),
    tokenDesk: new TokenDesk(world, gate),
    uploadDesk: new UploadDesk(world),
    switchboard: new Switchboard(world, files, receipts),
    mouth: new Mouth(world, links, tray),
    samples: new Samples(world.gallery, SAMPLE_FOLDERS),
    twilio: new Twilio(world, settings.twilio),
    register: new Register(settings.dhis2, world.news),
    inventory: new Inventory(settings.inventory, () => links.origin),
  };
}

async function listen(app: FastifyInstance, { settings, links, twilio }: Parts): Promise<number> {
  await app.listen({ host: settings.host, port: settings.port });
  const { port } = app.server.address() as AddressInfo;
  const host = settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host;
  links.origin = settings.publicUrl ?? `http://${host}:${port}`;
  twilio.origin = links.origin;
  return port;
}

/** Forgets everything, and what was under way. */
function reset(parts: Parts): object {
  stopWork(parts);
  parts.postman.reset();
  parts.usage.reset();
  parts.catalogs.reset();
  parts.world.reset();
  return { reset: true };
}

function stopWork({ tray, receipts, switchboard, office, twilio, register, inventory }: Parts): void {
  register.reset();
  inventory.reset();
  twilio.reset();
  tray.reset();
  receipts.reset();
  switchboard.reset();
  office.reset();
}

async function close(app: FastifyInstance, parts: Parts): Promise<void> {
  stopWork(parts);
  await parts.postman.stop();
  await app.close();
}
