import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Vault } from '../../platform/vault/vault.js';
import type { Reachability } from './consent.js';
import { ConsentRepository } from './consent.repository.js';

const WINDOW_MS = 24 * 3_600_000;

/** The 24 hours after a person's last message, in which everything may be sent. `closedAt` is `null` where the person never wrote. */
export type Window = { until: Date } | { until: null; closedAt: Date | null };

/** How we stand with people: what they said about being written to, and whether they wrote lately. */
@Injectable()
export class Standing {
  constructor(
    private readonly repository: ConsentRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** By contact; who is not there is not known. */
  consents(contactIds: readonly string[]): Promise<Map<string, Reachability>> {
    return this.repository.of(contactIds);
  }

  async window(contactId: string | null, number: string): Promise<Window> {
    const last = contactId === null ? null : await this.repository.lastHeard(contactId, number);
    if (last === null) return { until: null, closedAt: null };
    const end = new Date(this.heardAt(last) + WINDOW_MS);
    return end > this.clock.now() ? { until: end } : { until: null, closedAt: end };
  }

  /** Those of these contacts who may be written to freely. */
  open(contactIds: readonly string[], number: string): Promise<Set<string>> {
    return this.repository.heardSince(contactIds, number, new Date(this.clock.now().getTime() - WINDOW_MS));
  }

  /** What came late was written earlier: as the provider's clock says, where the words are still there. */
  private heardAt({ receivedAt, body }: { receivedAt: Date; body: string | null }): number {
    const received = receivedAt.getTime();
    if (body === null) return received;
    const { at } = JSON.parse(this.vault.open(body)) as { at?: unknown };
    return typeof at === 'number' ? Math.min(at, received) : received;
  }
}
