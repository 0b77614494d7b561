import { Injectable } from '@nestjs/common';
import { differingFields } from '../mirror/difference.js';
import {
  type Content,
  contentOf,
  contentOfRow,
  hashOf,
  languageOf,
  malformation,
} from '../mirror/content.js';
import { type Index, keyOf } from '../mirror/diff.js';
import { MirrorRepository } from '../mirror/mirror.repository.js';
import { TemplatesRepository } from '../mirror/templates.repository.js';
import { ahead } from '../../kernel/ahead.js';
import { SourceRegistry } from '../sources.js';
import type { TemplateReport } from '../template-sync.contract.js';
import { SourceError, type TemplatePage } from '../template-sync.port.js';

type Comparison = NonNullable<TemplateReport['comparison']>;

/** What is asked of a report. */
export interface Question {
  accountId?: string;
  /** Ask the source, too. */
  compare?: boolean;
  signal?: AbortSignal;
}

/** How the local copy stands, and how it stands beside its source. */
@Injectable()
export class Reports {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly mirror: MirrorRepository,
    private readonly sources: SourceRegistry,
  ) {}

  /** Without `comparison` when it was not asked for or the source cannot be reached. */
  async make({ accountId, compare = false, signal = NEVER }: Question): Promise<TemplateReport> {
    const counts = async (
      by: 'status' | 'category' | 'language' | 'quality',
    ): Promise<Record<string, number>> =>
      Object.fromEntries(
        [...(await this.templates.counts(by, accountId))]
          .map(([value, amount]): [string, number] => [value ?? 'UNKNOWN', amount])
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      );
    return {
      total: await this.templates.count({ accountId }),
      byStatus: await counts('status'),
      byCategory: await counts('category'),
      byLanguage: await counts('language'),
      byQuality: await counts('quality'),
      comparison: compare ? await this.reachable(() => this.compare(accountId, signal)) : null,
    };
  }

  /** A source that does not answer leaves the rest of the report as it is. */
  private async reachable(work: () => Promise<Comparison>): Promise<Comparison | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SourceError) return null;
      throw error;
    }
  }

  private async compare(accountId: string | undefined, signal: AbortSignal): Promise<Comparison> {
    const whole: Comparison = { missingHere: [], missingThere: [], different: [] };
    const accounts = accountId === undefined ? this.sources.accounts() : [this.sources.only(accountId)];
    for (const account of accounts) {
      const index = await this.mirror.index(account);
      for await (const page of ahead(this.sources.of(account).all(account, { signal })))
        await this.comparePage(page, index, whole);
      for (const [key, known] of index)
        if (known.active && known.verdict === null) whole.missingThere.push(identity(key));
    }
    return whole;
  }

  private async comparePage(
    { templates, malformed }: TemplatePage,
    index: Index,
    whole: Comparison,
  ): Promise<void> {
    const there = new Map<string, { key: string; content: Content }>();
    for (const remote of templates) {
      if (malformation(remote) !== null) continue;
      const key = keyOf(remote.name, languageOf(remote.language));
      const known = index.get(key);
      if (known === undefined || !known.active) {
        whole.missingHere.push(identity(key));
        continue;
      }
      known.verdict = 'unchanged';
      const content = contentOf(remote);
      if (hashOf(content) !== known.hash) there.set(known.id, { key, content });
    }
    for (const { name, language } of malformed) {
      const known = index.get(keyOf(name, languageOf(language)));
      if (known !== undefined) known.verdict = 'unchanged';
    }
    for (const row of await this.templates.findMany([...there.keys()])) {
      const other = there.get(row.id);
      if (other === undefined) continue;
      const fields = differingFields(contentOfRow(row), other.content);
      whole.different.push({ ...identity(other.key), fields });
    }
  }
}

const NEVER = new AbortController().signal;

function identity(key: string): { name: string; language: string } {
  const [name = '', language = ''] = key.split('\n');
  return { name, language };
}
