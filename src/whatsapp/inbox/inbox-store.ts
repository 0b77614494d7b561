import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { SettingsInvalid } from '../../platform/config/settings.errors.js';
import { Settings } from '../../platform/config/settings.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { GroupWriter } from '../group-writer.js';
import type { InboxRow } from './inbox.entity.js';
import { InboxRepository } from './inbox.repository.js';
import { Journal } from './journal.js';
import { InboxUnavailable } from '../whatsapp.errors.js';

const MOST_ROWS = 1_000;
const REPLAY_JOB = 'whatsapp.replay';

/** Deals with messages that wait. */
export const DISPATCH_JOB = 'whatsapp.dispatch';

/** Deals with delivery reports that wait. */
export const REPORTS_JOB = 'whatsapp.reports';

/** Deals with news about people that wait. */
export const NOTICES_JOB = 'whatsapp.notices';

/**
 * Where updates become durable: in the database, many requests to a commit, or, while it is away, in the journal. As long as the
 * journal holds anything, everything goes through it, so that nobody's later message overtakes an earlier one.
 */
@Injectable()
export class InboxStore implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('Inbox');
  private readonly journal: Journal<InboxRow>;
  private readonly refused: Journal<InboxRow>;
  private readonly toDatabase: GroupWriter<InboxRow>;
  private readonly toJournal: GroupWriter<InboxRow>;
  private away = false;
  /** How many writes to the journal were begun, and how many of them are under way. */
  private appends = 0;
  private appending = 0;

  constructor(
    private readonly repository: InboxRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
    settings: Settings,
  ) {
    this.journal = new Journal(settings.whatsapp.spoolDir);
    this.refused = new Journal(join(settings.whatsapp.spoolDir, 'refused'));
    const width = database.dialect === 'sqlite' ? 1 : 2;
    this.toDatabase = new GroupWriter((rows) => this.commit(rows), width, MOST_ROWS);
    this.toJournal = new GroupWriter((rows) => this.journal.append(rows), 1, MOST_ROWS);
  }

  async onModuleInit(): Promise<void> {
    await this.prepare();
    this.away = (await this.journal.files()).length > 0;
    this.jobs.define({
      name: REPLAY_JOB,
      everyMs: 1_000,
      everywhere: true,
      run: (signal) => this.replay(signal),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.journal.close(), this.refused.close()]);
  }

  /** Whether updates go to the journal at the moment. */
  get isJournaling(): boolean {
    return this.away;
  }

  /** Bytes that wait in the journal. */
  journalSize(): Promise<number> {
    return this.journal.size();
  }

  /** Resolves when the rows are durable; rejects with `InboxUnavailable` when nothing can take them. */
  async write(rows: readonly InboxRow[]): Promise<void> {
    const tries = !this.away;
    if (tries && (await this.store(rows))) return;
    if (await this.spool(rows)) return;
    // The journal alone may be broken, and the database back.
    if (tries || !(await this.store(rows))) throw new InboxUnavailable();
  }

  private async store(rows: readonly InboxRow[]): Promise<boolean> {
    try {
      await this.toDatabase.add(rows);
      return true;
    } catch (error) {
      if (!this.away)
        this.log.error(
          `the database does not take updates, they go to the journal: ${redact(messageOf(error))}`,
        );
      this.away = true;
      return false;
    }
  }

  /** One wake-up for all that came together: each would be a round that finds nothing left to do. */
  private async commit(rows: readonly InboxRow[]): Promise<void> {
    await this.repository.insert(rows);
    this.wakeFor(rows);
  }

  private async spool(rows: readonly InboxRow[]): Promise<boolean> {
    this.appends += 1;
    this.appending += 1;
    try {
      await this.toJournal.add(rows);
      return true;
    } catch (error) {
      this.log.error(`the journal does not take updates: ${redact(messageOf(error))}`);
      return false;
    } finally {
      this.appending -= 1;
    }
  }

  private async prepare(): Promise<void> {
    try {
      await this.journal.prepare();
      await this.refused.prepare();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      const reason = `rien ne peut être écrit dans ce dossier (${code || messageOf(error)})`;
      throw new SettingsInvalid([{ name: 'SPOOL_DIR', reason, example: './data/spool' }]);
    }
  }

  /** Moves the journal into the database, oldest first, and goes back to writing directly once it is empty. */
  private async replay(signal: AbortSignal): Promise<void> {
    if (!this.away) return;
    while (!signal.aborted) {
      const appends = this.appends;
      const files = await this.journal.files();
      if (files.length === 0 && appends === this.appends && this.appending === 0) {
        this.away = false;
        this.log.log('the journal is empty, updates go to the database again');
        return;
      }
      await this.database.ping();
      await this.toJournal.exclusively(() => this.journal.close());
      for (const file of files) await this.replayFile(file, signal);
    }
  }

  private async replayFile(path: string, signal: AbortSignal): Promise<void> {
    const file = await this.journal.take(path);
    if (file === null) return;
    for await (const portion of this.journal.read(file, MOST_ROWS)) {
      if (signal.aborted) return;
      const rows = portion.map(revive);
      await this.insert(rows);
      this.wakeFor(rows);
    }
    await this.journal.remove(file);
  }

  private wakeFor(rows: readonly InboxRow[]): void {
    if (rows.some((row) => row.kind === 'message')) this.jobs.wake(DISPATCH_JOB);
    if (rows.some((row) => row.kind === 'status')) this.jobs.wake(REPORTS_JOB);
    if (rows.some((row) => row.kind === 'notice')) this.jobs.wake(NOTICES_JOB);
  }

  private async insert(rows: InboxRow[]): Promise<void> {
    try {
      await this.repository.insert(rows);
    } catch (error) {
      if (this.database.isUnavailable(error) || this.database.isRetryable(error)) throw error;
      const [only, ...others] = rows;
      if (only === undefined) return;
      if (others.length === 0) return this.refuse(only, error);
      // One row that the database refuses must not hold up the others.
      const middle = Math.ceil(rows.length / 2);
      await this.insert(rows.slice(0, middle));
      await this.insert(rows.slice(middle));
    }
  }

  private async refuse(row: InboxRow, error: unknown): Promise<void> {
    this.log.error(`update ${row.id} is refused by the database and kept aside: ${redact(messageOf(error))}`);
    await this.refused.append([row]);
  }
}

/** JSON has no dates, and an older version wrote fewer columns. */
function revive(row: InboxRow): InboxRow {
  return { ...row, subjectId: null, receivedAt: new Date(row.receivedAt), dueAt: new Date(row.dueAt) };
}
