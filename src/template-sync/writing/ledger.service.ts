import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Adoption } from '../mirror/adoption.service.js';
import { type Content, contentOf, contentOfRow, hashOf } from '../mirror/content.js';
import { HistoryRepository } from '../mirror/history.repository.js';
import { MirrorRepository } from '../mirror/mirror.repository.js';
import type { TemplateRow } from '../mirror/template.entity.js';
import { TemplatesRepository } from '../mirror/templates.repository.js';
import { EditsSpent, NotEditable, TemplateNotFound } from '../template-sync.errors.js';
import type { RemoteTemplate } from '../template-sync.port.js';
import { EDITS_MS, nextEdit } from './edits.js';

const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

/** Which templates may be changed, and what became of those that were: in the local copy. */
@Injectable()
export class Ledger {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly history: HistoryRepository,
    private readonly mirror: MirrorRepository,
    private readonly adoption: Adoption,
    private readonly clock: Clock,
  ) {}

  async present(id: string): Promise<TemplateRow> {
    const template = await this.templates.find(id);
    if (template === null) throw new TemplateNotFound(id);
    const { status, active } = template.row;
    if (!active) throw new NotEditable(status, active);
    return template.row;
  }

  /** The row, unless its state or its earlier edits forbid to change it. */
  async editable(id: string): Promise<TemplateRow> {
    const row = await this.present(id);
    if (!EDITABLE.includes(row.status)) throw new NotEditable(row.status, row.active);
    if (row.status !== 'APPROVED') return row;
    const now = this.clock.now();
    const edits = await this.history.approvedEdits(id, new Date(now.getTime() - EDITS_MS));
    const next = nextEdit(edits, now);
    if (next !== null) throw new EditsSpent(next);
    return row;
  }

  /** Keeps an edit, as its source tells it now; where that still tells the old or nothing, as it was asked for. */
  edited(
    before: TemplateRow,
    remote: RemoteTemplate | null,
    asked: Pick<Content, 'components' | 'category'>,
  ): Promise<TemplateRow> {
    const stamp = this.adoption.stamp('api', before.status === 'APPROVED');
    const told = remote === null ? null : contentOf(remote);
    return this.adoption.contended(async () => {
      const row = await this.present(before.id);
      const isTold = told !== null && hashOf(told) !== before.contentHash;
      const { components, category } = asked;
      const content = isTold ? told : { ...contentOfRow(row), components, category, status: 'PENDING' };
      return (await this.mirror.replace(row, { content }, stamp)) ? this.present(row.id) : null;
    });
  }

  /** Marks what was removed at the source as gone; returns how many. */
  async removed(row: TemplateRow, allLanguages: boolean): Promise<number> {
    const stamp = this.adoption.stamp('api');
    return this.adoption.contended(async () => {
      const named = await this.templates.findByName(row.accountId, row.name);
      const gone = named.filter(({ id, active }) => active && (allLanguages || id === row.id));
      return (await this.mirror.deactivate(gone, stamp)) === gone.length ? gone.length : null;
    });
  }
}
