import { Injectable } from '@nestjs/common';
import { And, type FindOptionsWhere, LessThan, MoreThan, MoreThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { CodeRow, type CodeState } from '../uic.entity.js';

/** Which codes leave the house. */
export interface Selection {
  start: Date;
  /** Exclusive. */
  end: Date;
  state?: CodeState;
}

/** A code in clear, on its way out: what its holder was given, and the register's own characters where they differ from ours. */
export interface ExportedCode extends Pick<
  CodeRow,
  | 'id'
  | 'scheme'
  | 'state'
  | 'successorId'
  | 'pendingUntil'
  | 'createdAt'
  | 'lastRequestedAt'
  | 'requestCount'
> {
  code: string;
  remoteCode: string | null;
}

/** Codes of a period, read page by page. */
@Injectable()
export class ExportRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  count(selection: Selection): Promise<number> {
    return this.database.manager.countBy(CodeRow, whereOf(selection));
  }

  /** The next codes after an id, in the order of ids, which is that of their issue. */
  async page(selection: Selection, after: string, limit: number): Promise<ExportedCode[]> {
    const rows = await this.database.manager.find(CodeRow, {
      where: { ...whereOf(selection), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map((row) => this.opened(row));
  }

  private opened(row: CodeRow): ExportedCode {
    const remoteCode = row.remoteCode === null ? null : this.vault.open(row.remoteCode);
    const code = row.remoteCounts && remoteCode !== null ? remoteCode : this.vault.open(row.code);
    return { ...row, code, remoteCode };
  }
}

function whereOf({ start, end, state }: Selection): FindOptionsWhere<CodeRow> {
  const createdAt = And(MoreThanOrEqual(start), LessThan(end));
  return { createdAt, ...(state === undefined ? {} : { state }) };
}
