import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Vault } from '../../platform/vault/vault.js';
import { QuestionRow } from './question.entity.js';

/** A question with its words. */
export type Asked = Omit<QuestionRow, 'sealed'> & { text: string };

const SCAN = 50;

/** Free questions that wait, in the database. */
@Injectable()
export class QuestionRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Joins the transaction that is open. */
  async add({ text, ...rest }: Omit<Asked, 'id' | 'leasedUntil'>): Promise<void> {
    const row = { ...rest, id: newId(), sealed: this.vault.seal(text), leasedUntil: null };
    await this.database.insertMany(QuestionRow, [row]);
  }

  /** The oldest question of each person, as long as nobody is at it: one person's questions are answered in their order. */
  async heads(now: Date): Promise<QuestionRow[]> {
    const rows = await this.database.manager.find(QuestionRow, { order: { id: 'ASC' }, take: SCAN });
    const heads = new Map<string, QuestionRow>();
    for (const row of rows) if (!heads.has(row.contactId)) heads.set(row.contactId, row);
    return [...heads.values()].filter(({ leasedUntil }) => leasedUntil === null || leasedUntil <= now);
  }

  /** Takes a question up; `null` when somebody else was quicker. */
  async lease(row: QuestionRow, now: Date, until: Date): Promise<Asked | null> {
    const { affected } = await this.database.manager.update(
      QuestionRow,
      [
        { id: row.id, leasedUntil: IsNull() },
        { id: row.id, leasedUntil: LessThanOrEqual(now) },
      ],
      { leasedUntil: until },
    );
    if (affected !== 1) return null;
    const { sealed, ...rest } = row;
    return { ...rest, leasedUntil: until, text: this.vault.open(sealed) };
  }

  /** The question has its answer; `false` when it had one already. Joins the transaction that is open. */
  async close(id: string): Promise<boolean> {
    return (await this.database.manager.delete(QuestionRow, { id })).affected === 1;
  }

  /** Seals anew what an older key sealed; few rows wait at any moment. */
  async rotate(): Promise<number> {
    const rows = await this.database.manager.find(QuestionRow, { select: { id: true, sealed: true } });
    const stale = rows.filter(({ sealed }) => !this.vault.isCurrent(sealed));
    for (const { id, sealed } of stale)
      await this.database.manager.update(
        QuestionRow,
        { id: In([id]) },
        { sealed: this.vault.seal(this.vault.open(sealed)) },
      );
    return stale.length;
  }
}
