import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Adoption } from '../mirror/adoption.service.js';
import { contentOfRow, languageOf } from '../mirror/content.js';
import { MirrorRepository } from '../mirror/mirror.repository.js';
import type { TemplateRow } from '../mirror/template.entity.js';
import { TemplatesRepository } from '../mirror/templates.repository.js';
import { RunRepository } from '../runs/run.repository.js';
import { SourceRegistry } from '../sources.js';
import { type TemplateHint, TemplateHints } from '../template-sync.port.js';
import { applied } from './news.js';

/** Takes news about one template between two listings: the local copy changes at once, with a version. */
@Injectable()
export class HintsService extends TemplateHints {
  private readonly log = new Logger('TemplateSync');

  constructor(
    private readonly templates: TemplatesRepository,
    private readonly mirror: MirrorRepository,
    private readonly adoption: Adoption,
    private readonly runs: RunRepository,
    private readonly sources: SourceRegistry,
  ) {
    super();
  }

  async take(hint: TemplateHint): Promise<void> {
    try {
      const outcome = await this.apply({ ...hint, language: languageOf(hint.language) });
      this.log.log({
        msg: 'template news',
        account: hint.accountId,
        template: hint.remoteId,
        kind: hint.news.kind,
        outcome,
      });
    } catch (error) {
      // The next synchronisation tells the same.
      this.log.warn(`news of template ${hint.remoteId} could not be taken: ${redact(messageOf(error))}`);
    }
  }

  private async apply(hint: TemplateHint): Promise<'dropped' | 'read again' | 'gone' | 'taken'> {
    const listed = await this.runs.latest(hint.accountId, 'FULL');
    const order = listed === null ? 1 : secondOf(hint.at) - secondOf(listed.startedAt);
    if (order < 0) return 'dropped';
    // News are dated to the second: in the second of the listing nobody knows which came first.
    if (order === 0) return this.readAgain(hint);
    const row = await this.find(hint);
    if (row === null || !row.active || applied(row, contentOfRow(row), hint) === 'read again')
      return this.readAgain(hint);
    return this.adoption.contended(() => this.change(hint));
  }

  private async change(hint: TemplateHint): Promise<'dropped' | 'taken' | null> {
    const row = await this.find(hint);
    const next = row === null ? null : applied(row, contentOfRow(row), hint);
    if (row === null || next === null || next === 'read again') return 'dropped';
    return (await this.mirror.replace(row, next, this.adoption.stamp('webhook'))) ? 'taken' : null;
  }

  private async readAgain({ accountId, remoteId }: TemplateHint): Promise<'read again' | 'gone'> {
    const remote = await this.sources.of(accountId).one(accountId, remoteId);
    if (remote === null) return 'gone';
    await this.adoption.adopt(accountId, remote, this.adoption.stamp('webhook'));
    return 'read again';
  }

  private async find({ accountId, remoteId, name, language }: TemplateHint): Promise<TemplateRow | null> {
    return (
      (await this.templates.findByRemoteId(accountId, remoteId)) ??
      (await this.templates.findByKey(accountId, name, language))
    );
  }
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
