import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { readBackup } from './backup-reader.js';
import { BackupAltered, TemplatesPresent } from './backup.errors.js';
import { BackupRepository } from './backup.repository.js';
import { type Counts, type Entry, noCounts } from './format.js';

/** What a restore did, or would do. */
export interface Restored extends Counts {
  /** Templates that are in the database already; more than none forbid a restore. */
  present: number;
}

export interface RestoreOptions {
  /** This account's templates only. */
  accountId?: string;
  dryRun?: boolean;
}

/** Puts a backup into the tables of templates, which have to be empty. */
@Injectable()
export class Restoration {
  constructor(
    private readonly repository: BackupRepository,
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** The whole file is read before the first row is written, and again while writing: all rows are there in the end, or none. */
  async restore(path: string, { accountId, dryRun = false }: RestoreOptions = {}): Promise<Restored> {
    const counts = await counted(chosen(path, accountId));
    if (dryRun) return { ...counts, present: await this.repository.countTemplates() };
    await this.database.transaction(async () => {
      const present = await this.repository.countTemplates();
      if (present > 0) throw new TemplatesPresent(present);
      await this.insert(path, accountId);
      await this.audit.record({ action: 'templates.restored', detail: { ...counts } });
    });
    return { ...counts, present: 0 };
  }

  /** Two records that claim the same place are an alteration that no checksum has seen. */
  private async insert(path: string, accountId?: string): Promise<void> {
    try {
      await this.repository.insert(chosen(path, accountId));
    } catch (error) {
      if (this.database.isConflict(error)) throw new BackupAltered('two records have the same key');
      throw error;
    }
  }
}

/** The entries of the file, or those of one account, each after the template that it belongs to. */
async function* chosen(path: string, accountId?: string): AsyncGenerator<Entry> {
  const taken = new Set<string>();
  const left = new Set<string>();
  for await (const entry of readBackup(path)) {
    const { section, record } = entry;
    const isTemplate = section === 'templates';
    const templateId = isTemplate ? record.id : record.templateId;
    if (isTemplate)
      (accountId === undefined || record.accountId === accountId ? taken : left).add(templateId);
    if (taken.has(templateId)) yield entry;
    else if (!left.has(templateId)) throw new BackupAltered(`nothing is known of template ${templateId}`);
  }
}

async function counted(entries: AsyncIterable<Entry>): Promise<Counts> {
  const counts = noCounts();
  for await (const { section } of entries) counts[section] += 1;
  return counts;
}
