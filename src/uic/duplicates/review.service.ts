import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { currentActor } from '../../platform/web/request-context.js';
import type { Decision } from './duplicates.dto.js';
import { PairUnknown } from './duplicates.errors.js';
import type { PairRow } from './pair.entity.js';
import { PairRepository, type Wanted } from './pair.repository.js';
import { Verdicts } from './verdicts.service.js';

/** What staff decide about two codes. Nothing is decided by a machine, and everything can be taken back. */
@Injectable()
export class Review {
  constructor(
    private readonly pairs: PairRepository,
    private readonly verdicts: Verdicts,
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** Newest first. */
  list(wanted: Wanted): Promise<PairRow[]> {
    return this.pairs.list(wanted);
  }

  /** Throws `PairUnknown`. */
  async find(id: string): Promise<PairRow> {
    const pair = await this.pairs.find(id);
    if (pair === null) throw new PairUnknown(`no pair ${id}`);
    return pair;
  }

  /** Throws `PairUnknown`; `PairDecided` for the second of two who decide; `PairReplaced` where one of the codes counts no more. */
  decide(id: string, decision: Decision): Promise<PairRow> {
    const { kind, id: actorId } = currentActor();
    const by = `${kind}:${actorId}`.slice(0, 80);
    return this.database.retrying(async () => {
      const pair = await this.find(id);
      if (decision === 'same') await this.verdicts.same(pair, by);
      else await this.verdicts.different(pair, by);
      await this.note('uic.pair-decided', pair, { decision });
      return this.find(id);
    });
  }

  /** Takes a decision back, whoever made it. Throws `PairUnknown`, `PairOpen`, `PairDecided`. */
  reopen(id: string): Promise<PairRow> {
    return this.database.retrying(async () => {
      const pair = await this.find(id);
      await this.verdicts.reopen(pair);
      await this.note('uic.pair-reopened', pair, { was: pair.state });
      return this.find(id);
    });
  }

  private note(
    action: string,
    { id, kind, keptId, otherId }: PairRow,
    detail: Record<string, string>,
  ): Promise<void> {
    const subject = `pair:${id}`;
    return this.audit.record({ action, subject, detail: { kind, kept: keptId, other: otherId, ...detail } });
  }
}
