import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/events.js';
import { HandoverEnded, HandoverRequested } from '../conversations.contract.js';
import type { Ledger } from '../ledger.js';
import { SessionRepository } from '../session.repository.js';
import { OccurrenceRepository } from './occurrence.repository.js';

/** Tells the house of hand-overs, and has counted what is counted. Joins the transaction that is open. */
@Injectable()
export class Handovers {
  constructor(
    private readonly events: Events,
    private readonly sessions: SessionRepository,
    private readonly occurrences: OccurrenceRepository,
  ) {}

  /** After the conversations were saved: some have their id only since then. */
  async settle({ requested, ended, occurrences }: Ledger): Promise<void> {
    if (occurrences.length > 0) await this.occurrences.add(occurrences);
    const places = [...requested, ...ended];
    if (places.length === 0) return;
    const rows = await this.sessions.of(places.map(({ contactId }) => contactId));
    const idOf = ({ contactId, numberId }: { contactId: string; numberId: string }): string | undefined =>
      rows.find((row) => row.contactId === contactId && row.numberId === numberId)?.id;
    for (const each of ended) {
      const id = idOf(each);
      if (id !== undefined) await this.events.publish(new HandoverEnded(id, each.how));
    }
    for (const each of requested) {
      const id = idOf(each);
      if (id !== undefined) await this.events.publish(new HandoverRequested(id, each.numberId, each.reason));
    }
  }
}
