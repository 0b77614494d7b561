import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { Creations } from '../backup/creations.service.js';
import { Adoption } from '../mirror/adoption.service.js';
import { languageOf } from '../mirror/content.js';
import type { TemplateRow } from '../mirror/template.entity.js';
import { lint } from '../rules/lint.js';
import { SourceRegistry } from '../sources.js';
import type { TemplateFault } from '../template-sync.contract.js';
import type { RemoteTemplate, TemplateDraft, TemplateSource } from '../template-sync.port.js';
import { CreationsSpent } from '../template-sync.errors.js';
import { Ledger } from './ledger.service.js';

/** What may be changed of a template at its source. */
export type TemplateChange = Pick<TemplateDraft, 'components'> &
  Partial<Pick<TemplateDraft, 'category' | 'sendTtlSeconds'>>;

/** Makes, changes and removes templates at their source: checked here first, then there, then in the local copy. */
@Injectable()
export class Writing {
  constructor(
    private readonly sources: SourceRegistry,
    private readonly ledger: Ledger,
    private readonly adoption: Adoption,
    private readonly creations: Creations,
    private readonly audit: AuditTrail,
  ) {}

  async create(asked: TemplateDraft, accountId?: string): Promise<TemplateRow> {
    const account = this.sources.only(accountId);
    const draft = { ...asked, language: languageOf(asked.language) };
    refuseFaults(lint(draft));
    const source = this.sources.of(account);
    const next = await this.creations.take(account);
    if (next !== null) throw new CreationsSpent(next);
    const created = await source.create(account, draft);
    const remote = (await this.read(source, account, created.remoteId)) ?? remoteOf(draft, created);
    const row = await this.adoption.adopt(account, remote, this.adoption.stamp('api'));
    await this.audit.record({ action: 'templates.created', subject: `template:${row.id}` });
    return row;
  }

  async edit(id: string, change: TemplateChange): Promise<TemplateRow> {
    const row = await this.ledger.editable(id);
    const { accountId, remoteId, name, language, parameterFormat } = row;
    const category = change.category ?? row.category;
    refuseFaults(lint({ name, language, parameterFormat, ...change, category }));
    const source = this.sources.of(accountId);
    await source.edit(accountId, remoteId, change);
    const remote = await this.read(source, accountId, remoteId);
    const edited = await this.ledger.edited(row, remote, { ...change, category });
    await this.audit.record({ action: 'templates.edited', subject: `template:${id}` });
    return edited;
  }

  /** Removes one language, or all languages of the name; what was removed stays here, inactive. */
  async remove(id: string, allLanguages: boolean): Promise<number> {
    const row = await this.ledger.present(id);
    const source = this.sources.of(row.accountId);
    await source.remove(row.accountId, row.name, allLanguages ? undefined : row.remoteId);
    const removed = await this.ledger.removed(row, allLanguages);
    await this.audit.record({ action: 'templates.removed', subject: `template:${id}`, detail: { removed } });
    return removed;
  }

  async upload(file: { name: string; mime: string; bytes: Buffer }, accountId?: string): Promise<string> {
    const account = this.sources.only(accountId);
    return this.sources.of(account).upload(account, file);
  }

  /** The deed is done; that it cannot be read back now is no failure of it. */
  private read(source: TemplateSource, accountId: string, remoteId: string): Promise<RemoteTemplate | null> {
    return source.one(accountId, remoteId).catch(() => null);
  }
}

/** Faults of a draft as the edge tells them, each with its component and rule. */
function refuseFaults(faults: readonly TemplateFault[]): void {
  if (faults.length === 0) return;
  throw new InvalidRequest(
    faults.map(({ code, component, index, message }) => ({
      field: index === undefined ? component : `${component}[${index}]`,
      message: `${message} (${code})`,
    })),
  );
}

function remoteOf(
  draft: TemplateDraft,
  created: { remoteId: string; status: string; category: string },
): RemoteTemplate {
  return {
    ...created,
    name: draft.name,
    language: draft.language,
    components: draft.components,
    parameterFormat: draft.parameterFormat ?? 'POSITIONAL',
    quality: null,
    rejectedReason: null,
    subCategory: null,
    previousCategory: null,
    correctCategory: null,
    updatedAt: null,
    extra: {},
  };
}
