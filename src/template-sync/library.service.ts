import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { AuditTrail } from '../platform/web/audit.js';
import { type Page, pageOf, positionOf } from '../platform/web/page.dto.js';
import { InvalidRequest } from '../platform/web/web.errors.js';
import { actor } from './actor.js';
import { languageOf } from './mirror/content.js';
import { type Place, type Template, TemplatesRepository } from './mirror/templates.repository.js';
import { type Local, localOf, localRow, viewOf } from './mirror/view.js';
import { checkCall } from './rules/check.js';
import type { TemplatesQuery } from './template-sync.dto.js';
import type { TemplateFault } from './template-sync.contract.js';
import { TemplateNotFound } from './template-sync.errors.js';

/** The local copy for whoever reads it: search, what people write to templates, checks without asking anybody. */
@Injectable()
export class Library {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: TemplatesQuery): Promise<Page<Template>> {
    const { limit, accountId, name, status, category, active, q } = query;
    const language = query.language === undefined ? undefined : languageOf(query.language);
    const filter = { accountId, name, language, status, category, active, q };
    const rows = await this.templates.list(filter, placeOf(positionOf(query)), limit + 1);
    return pageOf(rows, limit, ({ row }) => `${row.id} ${row.name}`);
  }

  async get(id: string): Promise<Template> {
    const template = await this.templates.find(id);
    if (template === null) throw new TemplateNotFound(id);
    return template;
  }

  /** Writes what people here say of a template; what is not named stays. */
  async annotate(id: string, change: Partial<Local>): Promise<Template> {
    const { row, local } = await this.get(id);
    const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const next = { ...localOf(local), ...named };
    await this.templates.keepLocal(localRow(id, next, { updatedAt: this.clock.now(), updatedBy: actor() }));
    await this.audit.record({ action: 'templates.annotated', subject: `template:${id}` });
    return { row, local: await this.templates.local(id) };
  }

  /** All faults of a call against this template. */
  async check(id: string, call: unknown): Promise<TemplateFault[]> {
    return checkCall(viewOf(await this.get(id)), unwrapped(call));
  }
}

/** A whole message may be checked as well as its `template` alone. */
function unwrapped(call: unknown): unknown {
  const { template, name } = (call ?? {}) as { template?: unknown; name?: unknown };
  return name === undefined && template !== undefined ? template : call;
}

const PLACE = /^([\da-f-]{36}) (.+)$/;

function placeOf(position: string | null): Place | null {
  if (position === null) return null;
  const [, id, name] = PLACE.exec(position) ?? [];
  if (id === undefined || name === undefined)
    throw new InvalidRequest([
      { field: 'cursor', message: 'doit être la valeur « nextCursor » d’une page précédente' },
    ]);
  return { id, name };
}
