import type { Uic } from '../uic/uic.contract.js';
import type { OutboundDraft } from '../whatsapp/whatsapp.contract.js';
import type { HandoverReason } from './conversations.contract.js';
import type { ConsentRow } from './conversations.entity.js';
import type { OccurrenceRow } from './handover/occurrence.entity.js';
import type { Ending } from './threads/standing.js';

/** Where a run ended without a code, and how. */
export type DropOut = Parameters<Uic['countDropOut']>;

/** A conversation by what it is unique in; its id may not be known yet. */
interface Place {
  contactId: string;
  numberId: string;
}

/** What conversations want done, gathered so that it can be done for all of them together. */
export class Ledger {
  readonly drafts: OutboundDraft[] = [];
  readonly dropOuts: DropOut[] = [];
  /** By contact: erase what was said since then. */
  readonly spans = new Map<string, number>();
  readonly optOuts = new Map<string, 'out' | 'in'>();
  /** Wills about messages of advertising. */
  readonly promotions = new Map<string, 'out' | 'in'>();
  consents: Omit<ConsentRow, 'id'>[] = [];
  /** People of the team who are wanted, and whom nobody wants any more. */
  readonly requested: (Place & { reason: HandoverReason })[] = [];
  readonly ended: (Place & { how: Ending })[] = [];
  readonly occurrences: Omit<OccurrenceRow, 'id'>[] = [];
  muted = 0;
  lost = 0;

  /** Takes over what another gathered. */
  add(other: Ledger): void {
    this.drafts.push(...other.drafts);
    this.dropOuts.push(...other.dropOuts);
    for (const [contactId, since] of other.spans) this.erase(contactId, since);
    for (const [contactId, state] of other.optOuts) this.optOuts.set(contactId, state);
    for (const [contactId, state] of other.promotions) this.promotions.set(contactId, state);
    this.consents.push(...other.consents);
    this.requested.push(...other.requested);
    this.ended.push(...other.ended);
    this.occurrences.push(...other.occurrences);
    this.muted += other.muted;
    this.lost += other.lost;
  }

  erase(contactId: string, since: number): void {
    this.spans.set(contactId, Math.min(since, this.spans.get(contactId) ?? since));
  }

  /** Nothing that was gathered about this contact so far is to be kept. */
  forget(contactId: string): void {
    this.consents = this.consents.filter((consent) => consent.contactId !== contactId);
    this.erase(contactId, 0);
  }
}
