import type { FastifyInstance } from 'fastify';
import type { TemplateNews } from '../meta/template-news.js';
import { textOf, type Component, type Template } from '../world/template.js';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import {
  changeWish,
  seedWish,
  templateWish,
  type ChangeWish,
  type TemplateWish,
} from './template-requests.js';

interface Parts {
  world: World;
  news: TemplateNews;
}

interface Named {
  Params: { name: string; language: string };
}

const PLACE = '/sim/templates/:name/:language';

/** The templates behind the service's back: put there, changed with or without a webhook, taken away, sown. */
export function templateControl(app: FastifyInstance, { world, news }: Parts): void {
  const { templates } = world;
  app.get('/sim/templates', () => templates.list());
  app.get<Named>(PLACE, ({ params }) => templateAt(world, params));
  app.put<Named>(PLACE, ({ params, body }) => put(world, { ...params, ...made(templateWish.parse(body)) }));
  app.patch<Named>(PLACE, ({ params, body }) => {
    return happen(world, news, templateAt(world, params), changeWish.parse(body));
  });
  app.delete<Named>(PLACE, ({ params }, reply) => {
    templates.remove({ ...templateAt(world, params), status: 'DELETED' }, Date.now());
    return reply.code(204).send();
  });
  app.post('/sim/templates/seed', ({ body }) => {
    const { count, changedPercent } = seedWish.parse(body);
    if (count !== undefined) templates.sow(count);
    const changed = templates.seeds.change(changedPercent, Date.now());
    return { seeded: templates.seeds.count, changed, total: templates.count };
  });
}

type Made = Omit<Template, 'id' | 'name' | 'language'>;

function put(world: World, template: Made & { name: string; language: string }): Template {
  const { templates } = world;
  const known = templates.find(template.name, template.language);
  if (known) templates.replace({ ...template, id: known.id });
  else if (!templates.add(template)) throw new ControlError(409, 'There is no room for another template.');
  return templateAt(world, template);
}

function made(wish: TemplateWish): Made {
  const { status, category, quality, parameterFormat, components = componentsOf(wish) } = wish;
  const about = { rejectedReason: 'NONE', updatedAt: Date.now(), edits: [] };
  return { status, category, quality, parameterFormat, components, ...about };
}

function componentsOf({ header, body, footer, buttons }: TemplateWish): Component[] {
  return [
    ...(header ? [{ type: 'HEADER', ...header }] : []),
    ...(body === undefined ? [] : [{ type: 'BODY', text: body }]),
    ...(footer === undefined ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons }] : []),
  ];
}

/** Changes it, and tells each change in a webhook of its own. */
async function happen(
  world: World,
  news: TemplateNews,
  before: Template,
  wish: ChangeWish,
): Promise<Template> {
  const at = wish.at === undefined ? Date.now() : Date.parse(wish.at);
  const after = changed(before, wish, at);
  world.templates.replace(after);
  if (!wish.tell) return after;
  const because = { at, reason: wish.reason, event: wish.event, pause: wish.pause };
  const told = [
    wish.status !== undefined && (() => news.status(after, because)),
    wish.quality !== undefined && (() => news.quality(after, before.quality, because)),
    wish.category !== undefined && (() => news.category(after, before.category, because)),
    wish.announce !== undefined && (() => news.announceCategory(after, wish.announce ?? '', because)),
    (wish.body ?? wish.components) !== undefined && (() => news.components(after, because)),
  ];
  for (const tell of told) if (tell) void tell();
  return after;
}

function changed(before: Template, wish: ChangeWish, at: number): Template {
  const { status, reason, quality, category, announce, body, components } = wish;
  const parts = components ?? (body === undefined ? undefined : withBody(before, body));
  return {
    ...before,
    updatedAt: at,
    ...(status !== undefined && {
      status,
      rejectedReason: status === 'REJECTED' ? (reason ?? 'NONE') : 'NONE',
    }),
    ...(quality !== undefined && { quality }),
    ...(category !== undefined && { category, previousCategory: before.category }),
    ...(announce !== undefined && { correctCategory: announce }),
    ...(parts !== undefined && { components: parts }),
  };
}

function withBody(template: Template, text: string): Component[] {
  if (textOf(template, 'BODY') === undefined) return [...template.components, { type: 'BODY', text }];
  return template.components.map((part) => (part.type === 'BODY' ? { ...part, text } : part));
}

function templateAt(world: World, { name, language }: { name: string; language: string }): Template {
  const template = world.templates.find(name, language);
  if (!template) throw new ControlError(404, `There is no template ${name} in ${language}.`);
  return template;
}
