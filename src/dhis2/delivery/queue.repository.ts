import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { Work } from '../registrations/registration.js';
import { RegistrationRow } from '../registrations/registration.entity.js';
import { TO_DELETE } from '../registrations/resolutions.js';
import { Sealing } from '../registrations/sealing.js';
import type { Circuit } from './circuit.js';

/** Whoever waits for the register's code first, then first attempts, then others. */
const URGENT = [{ state: 'QUEUED', lane: 0 }] as const;
const LINES = [...URGENT, { state: 'QUEUED', lane: 1 }, { state: 'RETRY', lane: 2 }] as const;

/** What is to be delivered, and whose hands it is in. */
@Injectable()
export class QueueRepository {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
  ) {}

  /** Takes the next ones that are due; a line is asked only when those before it were not enough. */
  claim(now: Date, limit: number, busy: ReadonlySet<string>): Promise<Work[]> {
    return this.claimFrom(LINES, now, limit, busy);
  }

  /** Takes those only for whose code somebody waits. */
  claimUrgent(now: Date, limit: number, busy: ReadonlySet<string>): Promise<Work[]> {
    return this.claimFrom(URGENT, now, limit, busy);
  }

  /** Takes the one that is due first, even before its time. */
  async claimProbe(now: Date): Promise<Work[]> {
    const due = await this.claim(now, 1, new Set());
    if (due.length > 0) return due;
    return this.take(await this.read({ state: In(['QUEUED', 'RETRY']) }, 1), now);
  }

  private async claimFrom(
    lines: readonly (typeof LINES)[number][],
    now: Date,
    limit: number,
    busy: ReadonlySet<string>,
  ): Promise<Work[]> {
    const rows: RegistrationRow[] = [];
    for (const line of lines) {
      if (rows.length >= limit) break;
      // Those that wait for one of the same characters would hide the ones behind them.
      const take = limit - rows.length + busy.size;
      const where = { ...line, nextAttemptAt: LessThanOrEqual(now) };
      rows.push(...(await this.read(where, take)));
    }
    return this.take(distinct(rows, busy).slice(0, limit), now);
  }

  /** Puts back, as they were, those that nobody began. */
  async giveBack(works: readonly Work[]): Promise<void> {
    const changes = works.map(({ id, version, before, attempts }) => ({
      where: { id, version },
      set: { ...before, version: version + 1, attempts: attempts - 1 },
    }));
    await this.database.retrying(() => this.database.updateMany(RegistrationRow, changes));
  }

  /**
   * Those whose holder is gone, except the ones in hand. They wait until no call of that holder can be under way any more; where the
   * client may have been made, the next act is to ask.
   */
  async takeUp(now: Date, { before, after, except }: Abandoned): Promise<number> {
    const rows = await this.database.manager.find(RegistrationRow, {
      where: { state: 'SENDING', updatedAt: LessThanOrEqual(before) },
      take: 500,
    });
    const left = rows.filter(({ id }) => !except.has(id));
    const retried = { state: 'RETRY' as const, lane: 2, nextAttemptAt: after, updatedAt: now };
    await this.database.retrying(async () => {
      await this.hand(
        left.filter((row) => !row.erased),
        retried,
      );
      await this.hand(
        left.filter((row) => row.erased),
        TO_DELETE,
      );
    });
    return left.length;
  }

  /** The register answers again: what waited because of it is due at once. */
  async reawaken(now: Date): Promise<void> {
    const where = { state: 'RETRY' as const, outcome: Not('rejected' as const) };
    await this.database.retrying(() =>
      this.database.manager.update(RegistrationRow, where, { nextAttemptAt: now }),
    );
  }

  /** The settings may have been mended: what waited for that is due at once. */
  async hurryMended(now: Date): Promise<void> {
    const outcome = In(['misconfigured', 'unauthorised']);
    await this.database.retrying(() =>
      this.database.manager.update(RegistrationRow, { state: 'RETRY', outcome }, { nextAttemptAt: now }),
    );
  }

  /** What has waited since then for a register that does not answer is given up. */
  async giveUp(before: Date, now: Date, { cause, outcome, advice }: Circuit): Promise<void> {
    const where = { state: In(['QUEUED', 'RETRY']), queuedAt: LessThanOrEqual(before) };
    const set = { state: 'DEAD' as const, nextAttemptAt: null, cause, outcome, advice, updatedAt: now };
    await this.database.retrying(() => this.database.manager.update(RegistrationRow, where, set));
  }

  /** Client of another code, once it has one. */
  async clientOf(codeId: string): Promise<string | null> {
    const [row] = await this.database.read(RegistrationRow, {
      pick: ['clientId', 'erased'],
      where: { codeId },
    });
    return row === undefined || row.erased ? null : row.clientId;
  }

  /** Pairs of which both sides are in the register by now are told to it; a side that is gone, or will never be there, ends the matter. */
  async queueLinks(now: Date): Promise<number> {
    const rows = await this.linked();
    const codeIds = rows.map(({ linkedCodeId }) => linkedCodeId ?? '');
    const pick = ['codeId', 'clientId', 'codeKey', 'erased'] as const;
    const others = await this.database.read(RegistrationRow, { pick, where: { codeId: codeIds } });
    const hopeful = others.filter(
      ({ erased, clientId, codeKey }) => !erased && (clientId ?? codeKey) !== null,
    );
    const clients = new Map(hopeful.map(({ codeId, clientId }) => [codeId, clientId]));
    const gone = rows.filter(({ linkedCodeId }) => !clients.has(linkedCodeId ?? ''));
    await this.hand(gone, { link: null, linkedCodeId: null });
    const ready = rows.filter(({ linkedCodeId }) => (clients.get(linkedCodeId ?? '') ?? null) !== null);
    const changes = ready.map(({ id, version }) => ({
      where: { id, version },
      set: { state: 'QUEUED' as const, lane: 1, nextAttemptAt: now, queuedAt: now, version: version + 1 },
    }));
    return (await this.database.retrying(() => this.database.updateMany(RegistrationRow, changes))).length;
  }

  /** Without those that wait for the client of the other side: they would hide the ones behind them. */
  private linked(): Promise<RegistrationRow[]> {
    const query = this.database.manager.createQueryBuilder(RegistrationRow, 'r');
    const waiting = query
      .subQuery()
      .select('1')
      .from(RegistrationRow, 'o')
      .where('o.codeId = r.linkedCodeId AND o.clientId IS NULL AND o.codeKey IS NOT NULL');
    return query
      .where({ link: In(['flag', 'merge']), state: 'DONE', clientId: Not(IsNull()) })
      .andWhere(`NOT EXISTS ${waiting.getQuery()}`)
      .orderBy('r.id')
      .take(500)
      .getMany();
  }

  private async hand(rows: readonly RegistrationRow[], set: Partial<RegistrationRow>): Promise<void> {
    const changes = rows.map(({ id, version }) => ({
      where: { id, version },
      set: { ...set, version: version + 1 },
    }));
    await this.database.updateMany(RegistrationRow, changes);
  }

  private read(where: object, take: number): Promise<RegistrationRow[]> {
    const order = { nextAttemptAt: 'ASC', id: 'ASC' } as const;
    return this.database.manager.find(RegistrationRow, { where, order, take });
  }

  private async take(rows: readonly RegistrationRow[], now: Date): Promise<Work[]> {
    const changes = rows.map(({ id, version, attempts }) => ({
      where: { id, version },
      set: { state: 'SENDING' as const, version: version + 1, attempts: attempts + 1, updatedAt: now },
    }));
    const taken = await this.database.retrying(() => this.database.updateMany(RegistrationRow, changes));
    return taken.flatMap((at) => {
      const row = rows[at];
      if (row === undefined) return [];
      const state = row.state === 'QUEUED' ? 'QUEUED' : 'RETRY';
      const before = { state, nextAttemptAt: row.nextAttemptAt ?? now } as const;
      return [this.sealing.work({ ...row, version: row.version + 1, attempts: row.attempts + 1 }, before)];
    });
  }
}

interface Abandoned {
  /** Untouched since then. */
  before: Date;
  /** When it may be tried. */
  after: Date;
  except: ReadonlySet<string>;
}

/** One of the same characters at a time: the others wait for it. */
function distinct(rows: readonly RegistrationRow[], busy: ReadonlySet<string>): RegistrationRow[] {
  const keys = new Set(busy);
  return rows.filter(({ codeKey }) => {
    if (codeKey === null) return true;
    if (keys.has(codeKey)) return false;
    keys.add(codeKey);
    return true;
  });
}
