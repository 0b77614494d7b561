import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Vault } from '../../platform/vault/vault.js';
import { ChannelRegistry } from '../channel-registry.js';
import { Arrivals } from './arrivals.js';
import { toInboxRow } from './inbox-rows.js';
import { InboxStore } from './inbox-store.js';
import type { Update } from '../whatsapp-updates.contract.js';
import { Inbox } from '../whatsapp.port.js';

/** Takes what the channels bring: seals it, makes it durable, wakes whoever deals with it. */
@Injectable()
export class InboxService extends Inbox {
  constructor(
    private readonly store: InboxStore,
    private readonly channels: ChannelRegistry,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly arrivals: Arrivals,
  ) {
    super();
  }

  async accept(updates: readonly Update[]): Promise<void> {
    if (updates.length === 0) return;
    const now = this.clock.now();
    const isOurs = (number: string) => this.channels.serves(number);
    const rows = updates.map((update) => toInboxRow(update, now, isOurs, this.vault));
    await this.store.write(rows);
    this.arrivals.note(rows, now);
  }
}
