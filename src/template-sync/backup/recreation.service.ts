import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { languageOf } from '../mirror/content.js';
import { keyOf } from '../mirror/diff.js';
import { SourceRegistry } from '../sources.js';
import { readBackup } from './backup-reader.js';
import { doubts, draftOf, obstacle } from './draft-of.js';
import type { TemplateRecord } from './format.js';
import { Maker, type Workshop } from './maker.service.js';
import { nothingYet, type PlanItem, type Recreated } from './recreation.js';

export interface RecreateOptions {
  /** Templates of this account only. */
  readonly accountId?: string;
  /** The account to make them in; else the one that each had. */
  readonly into?: string;
  readonly dryRun?: boolean;
  /** Files for media headers. */
  readonly examples?: string;
  /** Waits for the next free creation; without it the work ends when the hour's creations are used up. */
  readonly wait?: (until: Date) => Promise<void>;
  readonly progress?: (done: PlanItem, outcome: string) => void;
}

/** What an account has at its source, by `keyOf`. */
type Shelves = ReadonlyMap<string, Set<string>>;

/**
 * Makes what a backup has and the source lacks. It keeps no list of its own of what it has made: each time it begins by asking
 * the source what is there, so that after an interruption the same command goes on and makes nothing twice.
 */
@Injectable()
export class Recreation {
  constructor(
    private readonly sources: SourceRegistry,
    private readonly maker: Maker,
    private readonly audit: AuditTrail,
  ) {}

  async recreate(path: string, options: RecreateOptions = {}): Promise<Recreated> {
    const accounts = new Set<string>();
    for await (const entry of readBackup(path))
      if (entry.section === 'templates' && isWanted(entry.record, options))
        accounts.add(options.into ?? entry.record.accountId);
    const shelves = await this.look(accounts);
    const report = nothingYet(options.dryRun ?? false);
    for await (const record of templatesOf(path, options))
      await this.handle(record, { shelves, report, options });
    if (report.failed.length > 0) await this.lookAgain(report, accounts);
    if (!report.dryRun) await this.record(report);
    return report;
  }

  /** What is there now; a listing that fails throws before anything is made. */
  private async look(accounts: ReadonlySet<string>): Promise<Shelves> {
    const shelves = new Map<string, Set<string>>();
    for (const accountId of accounts) {
      const keys = new Set<string>();
      const { signal } = new AbortController();
      for await (const { templates, malformed } of this.sources.of(accountId).all(accountId, { signal }))
        for (const { name, language } of [...templates, ...malformed])
          keys.add(keyOf(name, languageOf(language)));
      shelves.set(accountId, keys);
    }
    return shelves;
  }

  private async handle(record: TemplateRecord, work: Work): Promise<void> {
    const { report } = work;
    const item = planned(record, work);
    report.total += 1;
    if (item.action === 'present') report.present += 1;
    if (item.action === 'skip') report.skipped.push(refusal(item, item.reason ?? ''));
    if (item.action === 'create' && !report.dryRun) await this.make(record, item, work);
    if (!report.dryRun) return;
    report.plan.push(item);
    report.remaining += item.action === 'create' ? 1 : 0;
  }

  private async make(record: TemplateRecord, item: PlanItem, work: Work): Promise<void> {
    const { report, options, shelves } = work;
    if (report.nextAt !== null || report.stoppedBy !== null) {
      report.remaining += 1;
      return;
    }
    const { accountId } = item;
    const workshop: Workshop = {
      source: this.sources.of(accountId),
      accountId,
      folder: options.examples,
      wait: options.wait,
    };
    const made = await this.maker.make(draftOf(record), workshop);
    if (made.outcome === 'created') report.created += 1;
    if (made.outcome === 'duplicate') report.present += 1;
    if (made.outcome === 'refused') report.failed.push(refusal(item, made.reason));
    if (made.outcome === 'full') report.nextAt = made.nextAt.toISOString();
    if (made.outcome === 'stopped') report.stoppedBy = made.reason;
    report.remaining += made.outcome === 'full' || made.outcome === 'stopped' ? 1 : 0;
    shelves.get(accountId)?.add(keyOf(record.name, record.language));
    options.progress?.(item, made.outcome);
  }

  /** A refusal may say in other words that the template is there already. */
  private async lookAgain(report: Recreated, accounts: ReadonlySet<string>): Promise<void> {
    const shelves = [...(await this.look(accounts)).values()];
    const isThere = ({ name, language }: { name: string; language: string }): boolean =>
      shelves.some((keys) => keys.has(keyOf(name, language)));
    const there = report.failed.filter(isThere);
    report.present += there.length;
    report.failed = report.failed.filter((each) => !isThere(each));
  }

  private record({ created, present, failed, remaining }: Recreated): Promise<void> {
    const detail = { created, present, failed: failed.length, remaining };
    return this.audit.record({ action: 'templates.recreated', detail });
  }
}

interface Work {
  readonly shelves: Shelves;
  readonly report: Recreated;
  readonly options: RecreateOptions;
}

function planned(record: TemplateRecord, { shelves, options }: Work): PlanItem {
  const { name, language } = record;
  const item = { name, language, accountId: options.into ?? record.accountId };
  if (shelves.get(item.accountId)?.has(keyOf(name, language))) return { ...item, action: 'present' };
  const reason = obstacle(record);
  if (reason !== null) return { ...item, action: 'skip', reason };
  const said = doubts(record);
  return said.length === 0 ? { ...item, action: 'create' } : { ...item, action: 'create', doubts: said };
}

function refusal(
  { name, language }: PlanItem,
  reason: string,
): { name: string; language: string; reason: string } {
  return { name, language, reason };
}

function isWanted({ accountId }: TemplateRecord, options: RecreateOptions): boolean {
  return options.accountId === undefined || options.accountId === accountId;
}

async function* templatesOf(path: string, options: RecreateOptions): AsyncGenerator<TemplateRecord> {
  for await (const entry of readBackup(path)) {
    if (entry.section !== 'templates') return;
    if (isWanted(entry.record, options)) yield entry.record;
  }
}
