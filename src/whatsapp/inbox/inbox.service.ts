import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Vault } from '../../platform/vault/vault.js';
import { ChannelRegistry } from '../channel-registry.js';
import { toInboxRow } from './inbox-rows.js';
import { InboxStore } from './inbox-store.js';
import type { Update } from '../whatsapp.contract.js';
import { Inbox } from '../whatsapp.port.js';

/** Takes what the channels bring: seals it, makes it durable, wakes whoever deals with it. */
@Injectable()
export class InboxService extends Inbox {
  private readonly received: Counter<'kind' | 'topic'>;

  constructor(
    private readonly store: InboxStore,
    private readonly channels: ChannelRegistry,
    private readonly vault: Vault,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    super();
    this.received = metrics.counter('relais_whatsapp_updates_total', 'Updates received, by kind and topic', [
      'kind',
      'topic',
    ]);
  }

  async accept(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const now = this.clock.now();
    const isOurs = (number: string) => this.channels.serves(number);
    const rows = updates.map((update) => toInboxRow(update, now, isOurs, this.vault));
    await this.store.write(rows);
    for (const row of rows)
      this.received.inc({ kind: row.kind, topic: row.kind === 'other' ? 'other' : row.topic });
  }
}
