import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { Applying, type Told } from './applying.js';
import { providerKey } from '../inbox/inbox-rows.js';
import { type ClosedReport, InboxRepository, type WaitingRow } from '../inbox/inbox.repository.js';
import type { ReportedRow } from './outbox-rows.js';
import type { StatusUpdate } from '../whatsapp-updates.contract.js';
import { Superseded } from '../whatsapp.errors.js';

const BATCH = 500;
/** A report may arrive before the answer to the call that it is about: it waits as long for its message. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 2_000;

interface Report extends Told {
  row: WaitingRow;
}

/** What a round of reports did. */
export interface Round {
  /** There may be more at once. */
  more: boolean;
  /** Messages that hold up nobody any more. */
  settled: number;
  /** Reports about messages that are not ours. */
  strangers: number;
}

/** Applies delivery reports to the messages that they are about: by the provider's id, or by our reference in them. */
@Injectable()
export class Reports {
  private readonly log = new Logger('Reports');

  constructor(
    private readonly inbox: InboxRepository,
    private readonly applying: Applying,
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async round(now: Date): Promise<Round> {
    const rows = await this.inbox.reports(now, BATCH);
    const reports: Report[] = [];
    for (const row of rows) {
      const report = await this.readable(row);
      if (report !== null) reports.push(report);
    }
    if (reports.length === 0) return { more: rows.length === BATCH, settled: 0, strangers: 0 };
    const round = await this.database.retrying(() => this.apply(reports, now));
    return { ...round, more: round.more || rows.length === BATCH };
  }

  private async apply(reports: readonly Report[], now: Date): Promise<Round> {
    const messages = await this.applying.about(reports);
    const byKey = new Map(messages.map((message) => [message.providerKey, message]));
    const byId = new Map(messages.map((message) => [message.id, message]));
    const of = ({ update, key }: Report) => byId.get(update.reference ?? '') ?? byKey.get(key);
    const known = reports.filter((report) => of(report) !== undefined);
    const strangers = reports.filter((report) => of(report) === undefined);
    const isEarly = ({ row }: Report) => now.getTime() - row.receivedAt.getTime() < PATIENCE_MS;
    const early = strangers.filter(isEarly);
    const lost = strangers.filter((report) => !isEarly(report));

    const told = new Map(messages.map((message): [ReportedRow, Report[]] => [message, []]));
    for (const report of known) told.get(of(report) as ReportedRow)?.push(report);
    const { settled, moved } = await this.applying.apply(told, now);
    // The sender wrote them meanwhile: their reports are looked at again at once.
    const applied = known.filter((report) => !moved.has(of(report)?.id ?? ''));
    await this.close(
      [...applied, ...lost].map((report) => closing(report.row.id, of(report))),
      now,
    );
    await this.inbox.delay(
      early.map(({ row }) => row.id),
      new Date(now.getTime() + AGAIN_MS),
    );
    return { more: moved.size > 0, settled, strangers: lost.length };
  }

  private async close(reports: readonly ClosedReport[], now: Date): Promise<void> {
    const closed = await this.inbox.closeReports(reports, now);
    if (closed.length < reports.length) throw new Superseded('reports were applied by another instance');
  }

  /** One that cannot be read, as after the loss of a key, must not hold up the others. */
  private async readable(row: WaitingRow): Promise<Report | null> {
    try {
      return this.read(row);
    } catch (error) {
      const reason = redact(messageOf(error)).slice(0, 500);
      this.log.error(`report ${row.id} cannot be read and is put aside: ${reason}`);
      await this.inbox.bury(row, null, reason);
      return null;
    }
  }

  private read(row: WaitingRow): Report {
    const update = JSON.parse(this.vault.open(row.body ?? '')) as StatusUpdate;
    return {
      row,
      update: { ...update, at: new Date(update.at) },
      key: providerKey(update.channel, update.providerId),
    };
  }
}

function closing(id: string, message: ReportedRow | undefined): ClosedReport {
  return { id, contactId: message?.contactId ?? null, subjectId: message?.id ?? null };
}
