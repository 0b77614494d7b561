import { Injectable } from '@nestjs/common';
import { languageOf } from './mirror/content.js';
import { TemplatesRepository } from './mirror/templates.repository.js';
import { localOf, viewOf, viewOfRow } from './mirror/view.js';
import { Reports } from './report/report.service.js';
import { checkCall } from './rules/check.js';
import { type Rendered, render } from './rules/render.js';
import { SourceRegistry } from './sources.js';
import { type RunReport, statisticsOf } from './runs/run.js';
import { Runs, type Wish } from './runs/runs.service.js';
import {
  type SyncOptions,
  type SyncStatistics,
  type TemplateFault,
  type TemplateReport,
  TemplateSync,
} from './template-sync.contract.js';
import { TemplateNotFound } from './template-sync.errors.js';

/** The door of the room. */
@Injectable()
export class TemplateSyncService extends TemplateSync {
  constructor(
    private readonly runs: Runs,
    private readonly templates: TemplatesRepository,
    private readonly reports: Reports,
    private readonly sources: SourceRegistry,
  ) {
    super();
  }

  async syncTemplates(options: SyncOptions = {}): Promise<SyncStatistics> {
    return statisticsOf(await this.run({ ...options, link: false }));
  }

  async syncTemplatesWithUsers(options: SyncOptions = {}): Promise<SyncStatistics> {
    return statisticsOf(await this.run({ ...options, link: true }));
  }

  async disableOrphanedTemplates(accountId?: string): Promise<number> {
    const account = accountId === undefined ? {} : { accountId };
    const report = await this.run({ ...account, disable: true, onlyDisable: true });
    return report.disabled;
  }

  generateTemplateReport(options: { accountId?: string; compare?: boolean } = {}): Promise<TemplateReport> {
    return this.reports.make(options);
  }

  async fullSync(options: SyncOptions = {}): Promise<SyncStatistics> {
    return statisticsOf(await this.run({ ...options, incremental: false, disable: true, link: true }));
  }

  async check(accountId: string, call: unknown): Promise<TemplateFault[]> {
    const { name, language } = nameOf(call);
    if (name === '' || language === '') return [UNNAMED];
    const row = await this.templates.findByKey(accountId, name, languageOf(language));
    if (row === null) return [unknown(name, language)];
    return checkCall(viewOfRow(row), call);
  }

  async mirrors(accountId: string): Promise<boolean> {
    return this.sources.accounts().includes(accountId) && this.templates.holds(accountId);
  }

  async categoryOf(accountId: string, name: string, language: string): Promise<string | null> {
    return (await this.templates.findByKey(accountId, name, languageOf(language)))?.category ?? null;
  }

  async preview(id: string, values: Record<string, string>): Promise<Rendered> {
    const template = await this.templates.find(id);
    if (template === null) throw new TemplateNotFound(id);
    return render(viewOf(template), { ...localOf(template.local).defaults, ...values });
  }

  private async run(wish: Wish): Promise<RunReport> {
    return (await this.runs.begin(wish)).over;
  }
}

const UNNAMED: TemplateFault = {
  code: '131008',
  component: 'template',
  message: 'L’appel ne dit pas quel modèle envoyer : « name » et « language.code » sont attendus.',
};

function unknown(name: string, language: string): TemplateFault {
  const shown = `${name.slice(0, 120)} (${language.slice(0, 20)})`;
  return {
    code: '132001',
    component: 'template',
    message: `Le modèle ${shown} n’existe pas dans la copie locale. Lancez une synchronisation s’il vient d’être créé.`,
  };
}

function nameOf(call: unknown): { name: string; language: string } {
  const { name, language } = (call ?? {}) as { name?: unknown; language?: unknown };
  const { code } = (language ?? {}) as { code?: unknown };
  return { name: typeof name === 'string' ? name : '', language: typeof code === 'string' ? code : '' };
}
