import { Injectable } from '@nestjs/common';
import { TemplatesRepository } from '../mirror/templates.repository.js';
import { SourceRegistry } from '../sources.js';
import { Writing } from '../writing/writing.service.js';
import { withPictures } from './pictures.js';
import { ReadyUnknown } from './ready.errors.js';
import { draftOf, READY_LANGUAGES, type ReadyLanguage, type ReadyTemplate, shipped } from './shipped.js';

/** Whether the local copy of an account has a template in a language. */
export interface Presence {
  accountId: string;
  language: ReadyLanguage;
  /** Id in the local copy; `null` where it is not there. */
  templateId: string | null;
  status: string | null;
}

/** Templates that come with the software. */
@Injectable()
export class Ready {
  constructor(
    private readonly sources: SourceRegistry,
    private readonly templates: TemplatesRepository,
    private readonly writing: Writing,
  ) {}

  /** All of them, with where they are already. */
  async list(): Promise<{ ready: ReadyTemplate; presence: Presence[] }[]> {
    const accounts = this.sources.accounts();
    const listed: { ready: ReadyTemplate; presence: Presence[] }[] = [];
    for (const ready of shipped) {
      const presence: Presence[] = [];
      for (const accountId of accounts) presence.push(...(await this.presence(ready.name, accountId)));
      listed.push({ ready, presence });
    }
    return listed;
  }

  /** Submits one, or finds the one that is there already; its id in the local copy. */
  async create(name: string, language: ReadyLanguage, accountId?: string): Promise<string> {
    const ready = shipped.find((each) => each.name === name);
    if (ready === undefined) throw new ReadyUnknown(shipped.map((each) => each.name));
    const account = this.sources.only(accountId);
    const known = await this.templates.findByKey(account, name, language);
    if (known?.active === true) return known.id;
    const draft = draftOf(ready, language);
    const components = await withPictures(draft.components, (file) => this.writing.upload(file, account));
    return (await this.writing.create({ ...draft, components }, account)).id;
  }

  private async presence(name: string, accountId: string): Promise<Presence[]> {
    const rows = (await this.templates.findByName(accountId, name)).filter(({ active }) => active);
    return READY_LANGUAGES.map((language) => {
      const row = rows.find((each) => each.language === language);
      return { accountId, language, templateId: row?.id ?? null, status: row?.status ?? null };
    });
  }
}
