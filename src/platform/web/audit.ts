/** One thing that somebody did. It outlives what it speaks of, so it names ids, counts and states: never a person. */
export interface AuditEntry {
  /** `room.past-tense`, as `uic.person-erased`; at most 60 characters. */
  action: string;
  /** Kind and id of what it was done to, as `key:0198…`; at most 120 characters. */
  subject?: string;
  /** Figures and states worth keeping; at most 1,000 characters as JSON. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** `done` unless said otherwise. */
  outcome?: 'done' | 'refused' | 'failed';
}

/**
 * The book of who did what, kept by the room that knows the callers. Who is acting and in which request is taken from the
 * request context (`currentActor`), so that no service has to carry it.
 */
export abstract class AuditTrail {
  /** Writes a line; joins the transaction that is open, so that the line and the deed stand or fall together. */
  abstract record(entry: AuditEntry): Promise<void>;
}
