import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS, BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import { NoteRow } from './note.entity.js';

/** A note with its words; `null` when no key opens them any more. */
export interface Note extends Omit<NoteRow, 'sealed'> {
  text: string | null;
}

const ROTATION_BATCH = 200;

/** Notes in the database, sealed. */
@Injectable()
export class NoteRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async add({ text, ...note }: Note & { text: string }): Promise<void> {
    await this.database.insertMany(NoteRow, [{ ...note, sealed: this.vault.seal(text) }]);
  }

  /** Newest first. */
  async list(conversationId: string, beforeId: string | null, limit: number): Promise<Note[]> {
    const rows = await this.database.manager.find(NoteRow, {
      where: { conversationId, id: LessThan(beforeId ?? AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => this.opened(row));
  }

  /** Whether there was such a note of this author. */
  async remove(note: Pick<NoteRow, 'id' | 'conversationId' | 'authorId'>): Promise<boolean> {
    return ((await this.database.manager.delete(NoteRow, note)).affected ?? 0) > 0;
  }

  /** All notes about these conversations. */
  async about(conversationIds: readonly string[]): Promise<Note[]> {
    const rows = await this.database.manager.find(NoteRow, {
      where: { conversationId: In([...conversationIds]) },
      order: { id: 'ASC' },
    });
    return rows.map((row) => this.opened(row));
  }

  /** Seals anew what was sealed with an older key; returns how many notes that were. */
  async rotate(): Promise<number> {
    let renewed = 0;
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const rows = await this.database.manager.find(NoteRow, {
        where: { id: MoreThan(afterId) },
        order: { id: 'ASC' },
        take: ROTATION_BATCH,
      });
      const last = rows.at(-1);
      if (last === undefined) return renewed;
      afterId = last.id;
      const stale = rows.filter(({ sealed }) => !this.vault.isCurrent(sealed));
      const changes = stale.map(({ id, sealed }) => ({
        where: { id },
        set: { sealed: this.vault.seal(this.vault.open(sealed)) },
      }));
      renewed += (await this.database.updateMany(NoteRow, changes)).length;
    }
  }

  private opened({ sealed, ...note }: NoteRow): Note {
    try {
      return { ...note, text: this.vault.open(sealed) };
    } catch {
      return { ...note, text: null };
    }
  }
}
