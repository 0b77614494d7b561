import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { Vault } from '../platform/vault/vault.js';
import { CodeRow } from './uic.entity.js';
import { indexed, indexedRemote } from './uic.repository.js';

const BATCH = 200;

/** Seals and indexes codes, ours and the register's, anew when keys change, while the application runs. */
@Injectable()
export class RotationRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Renews what older keys made, in batches, each in a transaction of its own; returns how many codes that were. */
  async rotate(): Promise<number> {
    let total = 0;
    for (let afterId: string | null = null; ;) {
      const rows = await this.after(afterId);
      const last = rows.at(-1);
      if (last === undefined) return total;
      total += await this.renew(rows.filter((row) => this.isStale(row)));
      afterId = last.id;
    }
  }

  /** Somebody may take a place in the line between our look and our writing: then the batch looks again. */
  private async renew(rows: readonly CodeRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.retrying(() => this.write(rows));
      } catch (error) {
        if (attempt === 5 || !this.database.isConflict(error)) throw error;
      }
    }
  }

  private async write(rows: readonly CodeRow[]): Promise<number> {
    const renewed = rows.map((row) => {
      const code = this.vault.open(row.code);
      return { row, code, codeIndex: this.vault.blindIndex('uic', indexed(row.scheme, code)) };
    });
    const places = await this.placesTaken([...new Set(renewed.map(({ codeIndex }) => codeIndex))]);
    const changes = renewed.map(({ row, code, codeIndex }) => {
      const moves = codeIndex !== row.codeIndex;
      const sequence = moves ? freePlace(places, codeIndex, row.sequence) : row.sequence;
      return {
        where: { id: row.id, codeIndex: row.codeIndex },
        set: { code: this.vault.seal(code), codeIndex, sequence },
      };
    });
    await this.renewRemote(rows);
    return (await this.database.updateMany(CodeRow, changes)).length;
  }

  /** The register's characters, which may come at any moment: those that came meanwhile are sealed with the new key already. */
  private async renewRemote(rows: readonly CodeRow[]): Promise<void> {
    const changes = rows.flatMap(({ id, remoteCode, remoteIndex }) => {
      if (remoteCode === null || remoteIndex === null) return [];
      const characters = this.vault.open(remoteCode);
      const index = this.vault.blindIndex('uic', indexedRemote(characters));
      return [
        {
          where: { id, remoteIndex },
          set: { remoteCode: this.vault.seal(characters), remoteIndex: index },
        },
      ];
    });
    await this.database.updateMany(CodeRow, changes);
  }

  /** Places that are taken under the new key, by codes issued since the keys changed or renewed before. */
  private async placesTaken(indexes: readonly string[]): Promise<Map<string, Set<number>>> {
    const rows = await this.database.manager.findBy(CodeRow, { codeIndex: In([...indexes]) });
    const places = new Map(indexes.map((index): [string, Set<number>] => [index, new Set()]));
    for (const row of rows) places.get(row.codeIndex)?.add(row.sequence);
    return places;
  }

  private after(afterId: string | null): Promise<CodeRow[]> {
    return this.database.manager.find(CodeRow, {
      where: afterId === null ? {} : { id: MoreThan(afterId) },
      order: { id: 'ASC' },
      take: BATCH,
    });
  }

  private isStale({ code, codeIndex, remoteCode, remoteIndex }: CodeRow): boolean {
    const sealed = [code, remoteCode].filter((each) => each !== null);
    const indexes = [codeIndex, remoteIndex].filter((each) => each !== null);
    return (
      sealed.some((each) => !this.vault.isCurrent(each)) ||
      indexes.some((each) => !this.vault.isCurrentIndex('uic', each))
    );
  }
}

/** The same place where it is free, else the next one at the end of the line. */
function freePlace(places: Map<string, Set<number>>, index: string, wanted: number): number {
  const taken = places.get(index) ?? new Set();
  const place = taken.has(wanted) ? Math.max(...taken) + 1 : wanted;
  taken.add(place);
  return place;
}
