import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { chunks } from '../platform/database/chunks.js';
import { Database } from '../platform/database/database.js';
import { Vault } from '../platform/vault/vault.js';
import { CodeRow, type CodeState, HolderRow } from './uic.entity.js';

/** A code in clear, on its way in. */
export interface NewCode {
  id: string;
  code: string;
  scheme: string;
  rules: string;
  sequence: number;
  state: CodeState;
  at: Date;
}

/** Which codes to list; `code` in clear. */
export interface Wanted {
  code?: { scheme: string; code: string };
  state?: CodeState;
  before: string | null;
  limit: number;
}

/** Codes in the database. Above this line they are in clear, below sealed. */
@Injectable()
export class UicRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** All who have these characters: the rows' ids and places in the line. */
  known(scheme: string, code: string): Promise<Pick<CodeRow, 'id' | 'sequence'>[]> {
    const where = { codeIndex: this.indexes(scheme, code) };
    return this.database.read(CodeRow, { pick: ['id', 'sequence'], where });
  }

  /** Which of these codes this holder has. */
  async heldBy(holderId: string, codeIds: readonly string[]): Promise<string | null> {
    const where = { holderId, codeId: codeIds };
    const [held] = await this.database.read(HolderRow, { pick: ['codeId'], where });
    return held?.codeId ?? null;
  }

  hasAny(holderId: string): Promise<boolean> {
    return this.database.manager.existsBy(HolderRow, { holderId });
  }

  /** When this holder obtained codes since a moment, oldest first. */
  async obtainedSince(holderId: string, since: Date): Promise<Date[]> {
    const rows = await this.database.read(HolderRow, { pick: ['createdAt'], where: { holderId } });
    const moments = rows.map(({ createdAt }) => createdAt).filter((moment) => moment > since);
    return moments.toSorted((a, b) => a.getTime() - b.getTime());
  }

  /** `false` when somebody else took this place in the line at the same moment. */
  async add({ at, code, ...rest }: NewCode): Promise<boolean> {
    const row: CodeRow = {
      ...rest,
      code: this.vault.seal(code),
      codeIndex: this.vault.blindIndex('uic', indexed(rest.scheme, code)),
      createdAt: at,
      lastRequestedAt: at,
      requestCount: 1,
    };
    const added = await this.database.insertIfAbsent(CodeRow, [row], ['codeIndex', 'sequence']);
    return added.length === 1;
  }

  async link(holderId: string, codeId: string, at: Date): Promise<void> {
    await this.database.insertMany(HolderRow, [{ holderId, codeId, createdAt: at }]);
  }

  async countRequest(id: string, at: Date): Promise<void> {
    const { manager } = this.database;
    await manager.increment(CodeRow, { id }, 'requestCount', 1);
    await manager.update(CodeRow, { id, lastRequestedAt: LessThan(at) }, { lastRequestedAt: at });
  }

  /** The characters of a code. */
  async codeOf(id: string): Promise<string | null> {
    const row = await this.database.manager.findOneBy(CodeRow, { id });
    return row === null ? null : this.vault.open(row.code);
  }

  /** Newest first, in clear. */
  async list({ code, state, before, limit }: Wanted): Promise<CodeRow[]> {
    const rows = await this.database.manager.find(CodeRow, {
      where: {
        ...(code === undefined ? {} : { codeIndex: In(this.indexes(code.scheme, code.code)) }),
        ...(state === undefined ? {} : { state }),
        ...(before === null ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => ({ ...row, code: this.vault.open(row.code) }));
  }

  /** Takes a holder's codes away, and removes those that nobody else holds. Returns how many the holder had. */
  async unlink(holderId: string): Promise<number> {
    const { manager } = this.database;
    const links = await manager.findBy(HolderRow, { holderId });
    await manager.delete(HolderRow, { holderId });
    for (const part of chunks(links.map(({ codeId }) => codeId))) {
      const others = await manager.findBy(HolderRow, { codeId: In(part) });
      const shared = new Set(others.map(({ codeId }) => codeId));
      const orphans = part.filter((codeId) => !shared.has(codeId));
      if (orphans.length > 0) await manager.delete(CodeRow, { id: In(orphans) });
    }
    return links.length;
  }

  private indexes(scheme: string, code: string): string[] {
    return this.vault.blindIndexes('uic', indexed(scheme, code));
  }
}

/** What the keyed hash is made of: the same characters under another formula are another code. */
export function indexed(scheme: string, code: string): string {
  return `${scheme}|${code}`;
}
