import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { type AuditEntry, AuditTrail } from '../../platform/web/audit.js';
import { type Page, pageOf } from '../../platform/web/page.dto.js';
import { currentActor, requestContext } from '../../platform/web/request-context.js';
import type { AuditLineRow } from './audit-line.entity.js';
import { AuditRepository, type LineFilter } from './audit.repository.js';
import { GENESIS, type Line, linkTo } from './chain.js';

/** What a look through the whole book found; `brokenAt` is the first line that is missing or not as it was written. */
export interface Inspection {
  intact: boolean;
  lines: number;
  brokenAt: number | null;
}

const LINES_AT_ONCE = 500;

/** The book of who did what: each line holds the hash of the one before, the end is sealed with the house's key. */
@Injectable()
export class AuditBook extends AuditTrail {
  private readonly log = new Logger('Audit');

  constructor(
    private readonly repository: AuditRepository,
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(entry: AuditEntry): Promise<void> {
    await this.database.retrying(async () => {
      const { seq, hash: previous } = await this.repository.takeTurn();
      const line = this.lineOf(entry, seq);
      const hash = linkTo(previous, line);
      await this.repository.write({ ...line, hash }, this.vault.seal(sealed(seq, hash)));
      // A copy of the hash outside the database: with it even the loss of the last lines shows.
      this.database.afterCommit(() => this.log.log({ msg: `line ${seq}: ${entry.action}`, hash }));
    });
  }

  async list(filter: LineFilter, limit: number, before: number | null): Promise<Page<AuditLineRow>> {
    const rows = await this.repository.list(filter, limit + 1, before);
    return pageOf(rows, limit, ({ seq }) => String(seq));
  }

  /** Reads the whole book and says whether it is as it was written. */
  async inspect(): Promise<Inspection> {
    const head = await this.repository.head();
    const last = head?.seq ?? 0;
    let read = { seq: 0, hash: GENESIS };
    while (read.seq < last) {
      const lines = await this.repository.walk(read.seq, last, LINES_AT_ONCE);
      const next = follow(read, lines);
      if (lines.length === 0 || next.brokenAt !== null)
        return { intact: false, lines: read.seq, brokenAt: next.brokenAt ?? read.seq + 1 };
      read = next.read;
    }
    const genuine = last === 0 || this.isSealed(head?.seal ?? null, read.seq, read.hash);
    return { intact: genuine, lines: last, brokenAt: genuine ? null : last };
  }

  private isSealed(seal: string | null, seq: number, hash: string): boolean {
    try {
      return seal !== null && this.vault.open(seal) === sealed(seq, hash);
    } catch {
      return false;
    }
  }

  private lineOf({ action, subject, detail, outcome = 'done' }: AuditEntry, seq: number): Line {
    const { kind, id } = currentActor();
    return {
      seq,
      recordedAt: this.clock.now(),
      actorKind: kind,
      actorId: id,
      action,
      subject: subject ?? null,
      detail: detail === undefined ? null : JSON.stringify(detail),
      outcome,
      requestId: requestContext()?.requestId ?? null,
    };
  }
}

function sealed(seq: number, hash: string): string {
  return `${seq}:${hash}`;
}

/** Goes along the chain as far as it holds. */
function follow(
  from: { seq: number; hash: string },
  lines: readonly AuditLineRow[],
): { read: { seq: number; hash: string }; brokenAt: number | null } {
  let read = from;
  for (const line of lines) {
    const expected = read.seq + 1;
    if (line.seq !== expected || linkTo(read.hash, line) !== line.hash) return { read, brokenAt: expected };
    read = { seq: line.seq, hash: line.hash };
  }
  return { read, brokenAt: null };
}
