import type { InboundMessage, OutboundDraft } from '../../whatsapp/whatsapp.contract.js';
import { isConfidential, type State } from '../dialogue/session.js';
import { dueAt, keeping, lastingUntil } from '../keeping.js';
import type { Ledger } from '../ledger.js';
import type { Change, Saved } from '../session.repository.js';
import type { HandoverReason } from '../conversations.contract.js';
import { asked, bared, BLANK, type Ending, isHandedOver, over, said, type Standing } from './standing.js';

/** How long things last. */
export interface Spans {
  language: string;
  timeoutMs: number;
  silenceMs: number;
  retentionMs: number;
}

/** A conversation in hand: what was saved, and what becomes of it. */
export class Thread {
  readonly messages: InboundMessage[] = [];
  state: State;
  standing: Standing;

  constructor(
    readonly contactId: string,
    readonly numberId: string,
    readonly saved: Saved | null,
    /** Before anything happens. */
    readonly before: State,
  ) {
    this.state = before;
    this.standing = saved?.standing ?? BLANK;
  }

  /** Whether what the person says may be an answer that only the house reads. */
  get isPrivate(): boolean {
    return isConfidential(this.state);
  }

  /** Whether there is something to write down. */
  get isToBeSaved(): boolean {
    return this.saved !== null || this.state !== this.before;
  }

  /** A message to the person goes out with the others. */
  say(
    draft: Pick<OutboundDraft, 'channel' | 'content' | 'sensitive'> & Partial<OutboundDraft>,
    ledger: Ledger,
    now: Date,
  ): void {
    const { contactId, numberId: number } = this;
    ledger.drafts.push({ contactId, number, ...draft });
    const isPrivate = draft.sensitive || this.isPrivate;
    this.standing = said(this.standing, { content: draft.content, isPrivate }, now);
  }

  /** A person of the team is wanted. */
  handOver(reason: HandoverReason, ledger: Ledger, now: Date, { silenceMs }: Pick<Spans, 'silenceMs'>): void {
    const { contactId, numberId } = this;
    ledger.requested.push({ contactId, numberId, reason });
    ledger.occurrences.push({ kind: 'handover', numberId, happenedAt: now });
    this.standing = asked(this.standing, reason, now, silenceMs);
  }

  /** The team no longer looks after it; nothing where it did not. */
  end(how: Ending, ledger: Ledger, now: Date): void {
    if (!isHandedOver(this.standing)) return;
    const { contactId, numberId } = this;
    ledger.ended.push({ contactId, numberId, how });
    this.standing = over(this.standing, how, now);
  }

  /** As it is to be saved. */
  change(now: Date, spans: Spans): Change {
    const { saved, contactId, numberId, state } = this;
    const run = state.run ?? state.paused;
    const startedAt = run === null ? (saved?.startedAt ?? now) : new Date(run.startedAt);
    const kept = keeping(state, now.getTime(), spans);
    const standing = state.ended === 'forgotten' && run === null ? bared(this.standing) : this.standing;
    const due = dueAt(standing, kept, lastingUntil(standing, startedAt, spans.retentionMs));
    return {
      saved,
      contactId,
      numberId,
      state,
      standing,
      stage: kept.stage,
      startedAt,
      expiresAt: due,
      changedAt: now,
    };
  }
}
