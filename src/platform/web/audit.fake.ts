import { type AuditEntry, AuditTrail } from './audit.js';

/** Remembers what was recorded, for the tests of rooms. */
export class RememberedAudit extends AuditTrail {
  readonly entries: AuditEntry[] = [];

  record(entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
    return Promise.resolve();
  }
}
