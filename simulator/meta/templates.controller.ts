import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ObjectParams } from './graph.controller.js';
import { VERSION } from './graph.controller.js';
import type { Management } from './management.js';
import type { MediaLinks } from './media-links.js';
import { listTemplates, type Query } from './template-list.js';
import type { TemplateOffice } from './template-office.js';

interface Parts {
  management: Management;
  office: TemplateOffice;
  links: MediaLinks;
}

interface Call {
  Params: ObjectParams;
  Querystring: Query;
}

/** `/{account}/message_templates`: the listing, creation, removal. */
export function templatesController(app: FastifyInstance, { management, office, links }: Parts): void {
  const path = `${VERSION}/:id/message_templates`;
  app.get<Call>(path, (request, reply) => {
    const { query } = request;
    return management.answer(request, reply, { on: 'listing', what: 'templates:list' }, ({ listing }) => {
      management.mustBeOurAccount(request);
      const next = (changes: Record<string, string>): string => addressOf(request, links.origin, changes);
      return { body: listTemplates(management.world, query, { next, trouble: listing }) };
    });
  });
  app.post<Call>(path, (request, reply) => {
    const facts = { on: 'templates', what: 'templates:create', body: request.body } as const;
    return management.answer(request, reply, facts, () => {
      management.mustBeOurAccount(request);
      return office.create(request.body);
    });
  });
  app.delete<Call>(path, (request, reply) => {
    return management.answer(request, reply, { on: 'templates', what: 'templates:delete' }, () => {
      management.mustBeOurAccount(request);
      return office.remove(request.query);
    });
  });
}

/** The address of another page, with the token in it, as Meta writes it. */
function addressOf(request: FastifyRequest<Call>, origin: string, changes: Record<string, string>): string {
  const { after: _after, before: _before, access_token: given, ...query } = request.query;
  const url = new URL(request.url.split('?')[0] ?? '/', origin);
  const token = given ?? /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  for (const [name, value] of Object.entries({ access_token: token, ...query, ...changes })) {
    url.searchParams.set(name, String(value));
  }
  return url.href;
}
