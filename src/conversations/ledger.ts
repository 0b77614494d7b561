import type { Uic } from '../uic/uic.contract.js';
import type { OutboundDraft } from '../whatsapp/whatsapp.contract.js';
import type { ConsentRow } from './conversations.entity.js';

/** Where a run ended without a code, and how. */
export type DropOut = Parameters<Uic['countDropOut']>;

/** What conversations want done, gathered so that it can be done for all of them together. */
export class Ledger {
  readonly drafts: OutboundDraft[] = [];
  readonly dropOuts: DropOut[] = [];
  /** By contact: erase what was said since then. */
  readonly spans = new Map<string, number>();
  readonly optOuts = new Map<string, 'out' | 'in'>();
  consents: Omit<ConsentRow, 'id'>[] = [];
  muted = 0;
  lost = 0;

  erase(contactId: string, since: number): void {
    this.spans.set(contactId, Math.min(since, this.spans.get(contactId) ?? since));
  }

  /** Nothing that was gathered about this contact so far is to be kept. */
  forget(contactId: string): void {
    this.consents = this.consents.filter((consent) => consent.contactId !== contactId);
    this.erase(contactId, 0);
  }
}
