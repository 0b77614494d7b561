import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { writeBackup } from './backup-writer.js';
import { BackupRepository } from './backup.repository.js';
import type { Counts } from './format.js';
import { linkRecord, metadataRecord, templateRecord, versionRecord } from './record.js';

/** Writes all templates, or those of an account, with versions, metadata and links, into a file. */
@Injectable()
export class Backup {
  constructor(
    private readonly repository: BackupRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Other processes may write meanwhile: what belongs to a template that is not in the file, or to a revision of it that is
   * newer than the one there, is left out. The file is a state that the tables have had, or could have had.
   */
  async write(path: string, accountId?: string): Promise<Counts> {
    const { repository } = this;
    const revisions = new Map<string, number>();
    const counts = await writeBackup(path, this.clock.now(), {
      templates: () =>
        mapped(repository.templates(accountId), (row) => {
          revisions.set(row.id, row.revision);
          return templateRecord(row);
        }),
      versions: () =>
        mapped(repository.versions(), (row) =>
          row.revision <= (revisions.get(row.templateId) ?? 0) ? versionRecord(row) : null,
        ),
      metadata: () =>
        mapped(repository.metadata(), (row) => (revisions.has(row.templateId) ? metadataRecord(row) : null)),
      links: () =>
        mapped(repository.links(), (row) => (revisions.has(row.templateId) ? linkRecord(row) : null)),
    });
    await this.audit.record({ action: 'templates.backed-up', detail: { ...counts } });
    return counts;
  }
}

/** Each row as its record; those that become null are left out. */
async function* mapped<T>(
  rows: AsyncIterable<T>,
  toRecord: (row: T) => object | null,
): AsyncGenerator<object> {
  for await (const row of rows) {
    const record = toRecord(row);
    if (record !== null) yield record;
  }
}
