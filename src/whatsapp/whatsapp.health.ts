import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.js';
import { HealthChecks } from '../platform/web/health.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { InboxStore } from './inbox/inbox-store.js';
import { ArchiveRepository } from './outbox/archive.repository.js';

/** How the queues are: for probes and for figures. */
@Injectable()
export class WhatsAppHealth implements OnModuleInit {
  constructor(
    private readonly store: InboxStore,
    private readonly inbox: InboxRepository,
    private readonly archive: ArchiveRepository,
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const check = async () => ({
      journaling: this.store.isJournaling,
      journalBytes: await this.store.journalSize(),
    });
    this.health.add({ name: 'inbox', check });
    const figures: [string, string, () => Promise<number>][] = [
      ['relais_whatsapp_inbox_waiting', 'Updates that wait to be handled', () => this.inbox.count('NEW')],
      ['relais_whatsapp_inbox_dead', 'Updates that failed too often', () => this.inbox.count('DEAD')],
      ['relais_whatsapp_outbox_queued', 'Messages that wait to be sent', () => this.archive.count('QUEUED')],
      ['relais_whatsapp_outbox_unknown', 'Messages of unknown outcome', () => this.archive.count('UNKNOWN')],
      ['relais_whatsapp_journal_bytes', 'Bytes in the local journal', () => this.store.journalSize()],
    ];
    for (const [name, help, read] of figures) this.metrics.gauge(name, help, read);
  }
}
