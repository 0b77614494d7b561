import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../world/world.js';
import type { Medium } from '../world/gallery.js';
import { accountView, appView, numberView } from './account-view.js';
import type { Gate } from './gate.js';
import { VERSION, type ObjectParams } from './graph.controller.js';
import { noSuchObject } from './graph.errors.js';
import type { Management, Managed } from './management.js';
import type { MediaLinks } from './media-links.js';
import type { Taken } from './switchboard.js';
import type { TemplateOffice } from './template-office.js';
import { fieldsIn, viewOf } from './template-view.js';
import type { UploadDesk } from './upload-desk.js';

interface Parts {
  management: Management;
  office: TemplateOffice;
  uploadDesk: UploadDesk;
  gate: Gate;
  links: MediaLinks;
}

interface Call {
  Params: ObjectParams;
  Querystring: { fields?: string };
}

type Request = FastifyRequest<Call>;

/** `/{id}`: whatever the id belongs to. */
export function nodesController(app: FastifyInstance, parts: Parts): void {
  const { management, office, uploadDesk, gate } = parts;
  const { world } = management;
  app.get<Call>(`${VERSION}/:id`, (request, reply) => read(parts, request, reply));
  app.post<Call>(`${VERSION}/:id`, (request, reply) => {
    const { id } = request.params;
    if (id.startsWith('upload:')) return uploadDesk.receive(request, reply, id);
    const facts: Managed = { on: 'templates', what: 'templates:edit', body: request.body };
    return management.answer(request, reply, facts, () => {
      const template = world.templates.get(id);
      if (!template) throw noSuchObject(id, 'post');
      return office.edit(template, request.body);
    });
  });
  app.delete<Call>(`${VERSION}/:id`, (request, reply) => {
    gate.need(request, 'whatsapp_business_messaging', request.params.id);
    if (!world.gallery.remove(request.params.id)) throw noSuchObject(request.params.id, 'delete');
    return reply.send({ success: true });
  });
}

function read(
  { management, uploadDesk, gate, links }: Parts,
  request: Request,
  reply: FastifyReply,
): unknown {
  const { world } = management;
  const { id } = request.params;
  if (id.startsWith('upload:')) return uploadDesk.tell(request, reply, id);
  const medium = world.gallery.get(id);
  if (medium) {
    gate.need(request, 'whatsapp_business_messaging', id);
    return reply.send(describe(medium, links));
  }
  const { fields } = request.query;
  const node = nodeOf(world, id, fields);
  if (node) return management.answer(request, reply, { on: 'account', what: 'account:read' }, node);
  return management.answer(request, reply, { on: 'templates', what: 'templates:read' }, () => {
    const template = world.templates.get(id);
    if (!template) throw noSuchObject(id, 'get');
    return { body: viewOf(template, fieldsIn(fields)) };
  });
}

/** A number, an account or an app of the service. */
function nodeOf({ lines }: World, id: string, fields: string | undefined): (() => Taken) | undefined {
  const line = lines.ofNumber(id);
  if (line) return () => ({ body: numberView(line.settings, line.account.read(), fields) });
  const [ofAccount] = lines.ofAccount(id);
  if (ofAccount) return () => ({ body: accountView(ofAccount.settings, ofAccount.account.read(), fields) });
  const [ofApp] = lines.ofApp(id);
  return ofApp && (() => ({ body: appView(ofApp.settings, ofApp.account.read(), fields) }));
}

function describe(medium: Medium, links: MediaLinks): object {
  return {
    messaging_product: 'whatsapp',
    url: links.to(medium.id, Date.now()),
    mime_type: medium.mime,
    sha256: medium.sha256.toString('hex'),
    file_size: medium.bytes.length,
    id: medium.id,
  };
}
