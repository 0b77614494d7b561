import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { OutboxRepository } from './outbox.repository.js';
import { SEND_JOB } from './send.job.js';

const BATCH = 500;

/**
 * Decides about messages of unknown outcome for which no report came in time: they are sent again, or left to a person, as the
 * operator chose.
 */
@Injectable()
export class SettleJob implements OnModuleInit {
  private readonly log = new Logger('Sender');

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'whatsapp.settle', everyMs: 1_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const now = this.clock.now();
    const { unknownWaitMs, unknownAction } = this.settings.whatsapp;
    const rows = await this.outbox.unsettled(new Date(now.getTime() - unknownWaitMs), BATCH);
    if (rows.length === 0) return false;
    const resends = unknownAction === 'resend';
    await this.outbox.resolveUnknown(rows, {
      state: resends ? 'QUEUED' : 'UNKNOWN',
      isOpen: resends,
      dueAt: now,
      errorCode: 'unknown-outcome',
      errorMeaning: 'L’envoi a été coupé en route et aucun accusé n’est arrivé.',
      errorAdvice: resends
        ? 'Le message est renvoyé.'
        : 'Demandez à la personne si elle l’a reçu, puis rejouez-le ou laissez-le.',
    });
    this.log.warn(
      `${rows.length} messages of unknown outcome ${resends ? 'are sent again' : 'are left to a person'}`,
    );
    this.jobs.wake(SEND_JOB);
    return rows.length === BATCH;
  }
}
