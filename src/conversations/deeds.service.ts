import { Injectable } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.js';
import { Uic } from '../uic/uic.contract.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Handovers } from './handover/handovers.service.js';
import type { Ledger } from './ledger.js';
import { SessionRepository } from './session.repository.js';

/** A person's clock and ours may differ by this much; what was said a minute earlier may go as well. */
const MARGIN_MS = 60_000;

/** Does what conversations want done, few calls for many conversations. Joins the transaction that is open. */
@Injectable()
export class Deeds {
  private readonly muted;
  private readonly lost;

  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly uic: Uic,
    private readonly sessions: SessionRepository,
    private readonly handovers: Handovers,
    metrics: Metrics,
  ) {
    this.muted = metrics.counter(
      'relais_conversations_muted_total',
      'Messages left without answer because the other side seems to be a machine',
    );
    this.lost = metrics.counter(
      'relais_conversations_lost_total',
      'Conversations that were saved and could not be read any more',
    );
  }

  /** Everything that was gathered. What is erased is erased before anything new is said. */
  async settle(ledger: Ledger): Promise<void> {
    if (ledger.consents.length > 0) await this.sessions.addConsents(ledger.consents);
    for (const [contactId, state] of ledger.optOuts) await this.whatsapp.setOptOut(contactId, state);
    for (const [contactId, state] of ledger.promotions)
      await this.whatsapp.setMarketingOptOut(contactId, state);
    if (ledger.spans.size > 0) await this.whatsapp.eraseContent(spansOf(ledger));
    if (ledger.drafts.length > 0) await this.whatsapp.send(ledger.drafts);
    await this.handovers.settle(ledger);
    for (const dropOut of ledger.dropOuts) await this.uic.countDropOut(...dropOut);
    if (ledger.muted > 0) this.muted.inc(ledger.muted);
    if (ledger.lost > 0) this.lost.inc(ledger.lost);
  }

  /** Forgets a person now, as far as the last reply allows: the contact itself goes when that is out. */
  async forget(ledger: Ledger, contactId: string, numberId: string): Promise<void> {
    ledger.forget(contactId);
    await this.uic.forgetHolder(contactId);
    await this.sessions.forgetBut(contactId, numberId);
  }

  /** Forgets a person altogether, except one who converses with another of our numbers, or refused this time and has a code from another. */
  async letGo(contactId: string): Promise<void> {
    if ((await this.sessions.of([contactId])).length > 0 || (await this.uic.holds(contactId))) return;
    await this.sessions.forget(contactId);
    await this.whatsapp.forgetContact(contactId);
  }
}

function spansOf({ spans }: Ledger): { contactId: string; since: Date }[] {
  return [...spans].map(([contactId, since]) => ({
    contactId,
    since: new Date(Math.max(0, since - MARGIN_MS)),
  }));
}
