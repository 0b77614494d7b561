import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';

/** A message of ours or of a person, as the provider knows it. */
export interface Quoted {
  direction: 'in' | 'out';
  contactId: string | null;
  channel: string;
  number: string;
  /** `null`: it is not out yet, or was erased. */
  providerId: string | null;
}

/** Messages that another one points at, found by our id. */
@Injectable()
export class QuoteRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async find(id: string): Promise<Quoted | null> {
    return (await this.sent(id)) ?? this.received(id);
  }

  async received(id: string): Promise<Quoted | null> {
    const pick = ['contactId', 'channel', 'numberId', 'body'] as const;
    const [row] = await this.database.read(InboxRow, { pick, where: { id, kind: 'message' } });
    if (row === undefined) return null;
    const { contactId, channel, numberId: number, body } = row;
    return { direction: 'in', contactId, channel, number, providerId: this.idIn(body) };
  }

  private async sent(id: string): Promise<Quoted | null> {
    const pick = ['contactId', 'channel', 'numberId', 'providerId'] as const;
    const [row] = await this.database.read(OutboxRow, { pick, where: { id } });
    if (row === undefined) return null;
    const { contactId, channel, numberId: number, providerId } = row;
    const opened = providerId === null ? null : this.vault.open(providerId);
    return { direction: 'out', contactId, channel, number, providerId: opened };
  }

  private idIn(body: string | null): string | null {
    if (body === null) return null;
    const { providerId } = JSON.parse(this.vault.open(body)) as { providerId?: unknown };
    return typeof providerId === 'string' ? providerId : null;
  }
}
