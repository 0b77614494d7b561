import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { InboxStore } from '../inbox/inbox-store.js';
import type { ChannelError } from '../whatsapp-content.contract.js';
import { keptError } from './error-words.js';
import type { OutboxRow } from './outbox.entity.js';
import { OutboxRepository } from './outbox.repository.js';
import { SEND_JOB } from './send.job.js';

const BATCH = 500;

type Doubtful = Pick<OutboxRow, 'id' | 'attempts'>;

/**
 * Decides about messages of unknown outcome for which no report came in time: they are sent again, or left to a person, as the
 * operator chose. Time in which no report could come, because this process or the database was away, is no silence.
 */
@Injectable()
export class SettleJob implements OnModuleInit {
  private readonly log = new Logger('Sender');
  /** Since when reports could come, by the steady clock. */
  private openSince: number | null = null;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly store: InboxStore,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'whatsapp.settle', everyMs: 1_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const now = this.clock.now();
    const { unknownWaitMs } = this.settings.whatsapp;
    const rows = await this.silent(new Date(now.getTime() - unknownWaitMs));
    if (rows.length === 0) return false;
    await this.resolve(rows, now);
    this.jobs.wake(SEND_JOB);
    return rows.length === BATCH;
  }

  private async silent(before: Date): Promise<Doubtful[]> {
    const openSince = this.openSince ?? performance.now();
    this.openSince = null;
    const rows = await this.outbox.unsettled(before, BATCH);
    // Reports that lie in the journal have come, but nobody has read them.
    if (this.store.isJournaling) return [];
    this.openSince = openSince;
    return performance.now() - openSince < this.settings.whatsapp.unknownWaitMs ? [] : rows;
  }

  private async resolve(rows: readonly Doubtful[], now: Date): Promise<void> {
    const resends = this.settings.whatsapp.unknownAction === 'resend';
    await this.outbox.resolveUnknown(rows, {
      state: resends ? 'QUEUED' : 'UNKNOWN',
      isOpen: resends,
      dueAt: now,
      ...keptError(resends ? SENT_AGAIN : LEFT),
    });
    this.log.warn(
      `${rows.length} messages of unknown outcome ${resends ? 'are sent again' : 'are left to a person'}`,
    );
  }
}

const CUT = 'L’envoi a été coupé en route et aucun accusé n’est arrivé.';
const CUT_EN = 'The sending was cut on its way and no report has come.';
const SENT_AGAIN: ChannelError = {
  code: 'unknown-outcome',
  meaning: CUT,
  advice: 'Le message est renvoyé.',
  en: { meaning: CUT_EN, advice: 'The message is sent again.' },
};
const LEFT: ChannelError = {
  code: 'unknown-outcome',
  meaning: CUT,
  advice: 'Demandez à la personne si elle l’a reçu, puis rejouez-le ou laissez-le.',
  en: { meaning: CUT_EN, advice: 'Ask the person whether it arrived, then replay it or leave it.' },
};
