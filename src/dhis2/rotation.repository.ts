import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, MoreThan, type ObjectLiteral } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { AttemptRow } from './registrations/attempt.entity.js';
import { RegistrationRow } from './registrations/registration.entity.js';
import { Sealing } from './registrations/sealing.js';

const BATCH = 200;

/** Seals anew when keys change, while the application runs. */
@Injectable()
export class RotationRepository {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
  ) {}

  /** Renews what older keys made, in batches; returns how many rows that were. */
  registrations(): Promise<number> {
    return this.each(RegistrationRow, async (rows) => {
      const stale = rows.filter((row) => this.isStale(row));
      const changes = stale.map(({ id, version, payload, words, codeKey }) => ({
        where: { id, version },
        set: {
          payload: this.sealing.reseal(payload),
          words: this.sealing.reseal(words),
          codeKey: payload === null ? codeKey : this.sealing.key(this.sealing.open(payload).code),
        },
      }));
      const written = await this.database.retrying(() => this.database.updateMany(RegistrationRow, changes));
      return { renewed: written.length, missed: stale.length - written.length };
    });
  }

  attempts(): Promise<number> {
    return this.each(AttemptRow, async (rows) => {
      const stale = rows.filter(({ words }) => !this.sealing.isCurrent(words));
      const changes = stale.map(({ id, words }) => ({
        where: { id },
        set: { words: this.sealing.reseal(words) },
      }));
      await this.database.retrying(() => this.database.updateMany(AttemptRow, changes));
      return { renewed: stale.length, missed: 0 };
    });
  }

  /** Page by page; a page of which rows changed under our hands is read again. */
  private async each<E extends ObjectLiteral & { id: string }>(
    entity: new () => E,
    renew: (rows: E[]) => Promise<{ renewed: number; missed: number }>,
  ): Promise<number> {
    let total = 0;
    for (let afterId: string | null = null; ;) {
      const rows: E[] = await this.after(entity, afterId);
      const last = rows.at(-1);
      if (last === undefined) return total;
      const { renewed, missed } = await renew(rows);
      total += renewed;
      if (missed === 0) afterId = last.id;
    }
  }

  private after<E extends ObjectLiteral & { id: string }>(
    entity: new () => E,
    afterId: string | null,
  ): Promise<E[]> {
    const where = (afterId === null ? {} : { id: MoreThan(afterId) }) as FindOptionsWhere<E>;
    return this.database.manager.find(entity, { where, order: { id: 'ASC' } as never, take: BATCH });
  }

  private isStale({ payload, words, codeKey }: RegistrationRow): boolean {
    return (
      !this.sealing.isCurrent(payload) ||
      !this.sealing.isCurrent(words) ||
      !this.sealing.isCurrentKey(codeKey)
    );
  }
}
