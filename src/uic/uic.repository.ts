import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, Not } from 'typeorm';
import { chunks } from '../platform/database/chunks.js';
import { Database } from '../platform/database/database.js';
import { Vault } from '../platform/vault/vault.js';
import { CodeRow, type CodeState } from './uic.entity.js';

/** A code in clear, on its way in. */
export interface NewCode {
  id: string;
  code: string;
  scheme: string;
  rules: string;
  sequence: number;
  state: CodeState;
  at: Date;
  /** Until when the register may decide. */
  pendingUntil?: Date | null;
}

/** A code in clear: `code` are the characters of the scheme, `remoteCode` those of the register where they differ. */
export type Code = Omit<CodeRow, 'codeIndex' | 'remoteIndex'>;

/** One of several with the same characters. */
export type Known = Pick<CodeRow, 'id' | 'sequence' | 'state'>;

/** Which codes to list; `code` in clear, under any of these schemes, or the register's own. */
export interface Wanted {
  code?: { schemes: readonly { scheme: string; code: string }[]; remote: string };
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

  /** All who have these characters by their answers: ids, states and places in the line. */
  known(scheme: string, code: string): Promise<Known[]> {
    const where = { codeIndex: this.indexes(indexed(scheme, code)) };
    return this.database.read(CodeRow, { pick: ['id', 'sequence', 'state'], where });
  }

  /** `false` when somebody else took this place in the line at the same moment. */
  async add({ at, code, pendingUntil = null, ...rest }: NewCode): Promise<boolean> {
    const row: CodeRow = {
      ...rest,
      code: this.vault.seal(code),
      codeIndex: this.vault.blindIndex('uic', indexed(rest.scheme, code)),
      pendingUntil,
      successorId: null,
      remoteCode: null,
      remoteIndex: null,
      remoteCounts: false,
      createdAt: at,
      lastRequestedAt: at,
      requestCount: 1,
    };
    const added = await this.database.insertIfAbsent(CodeRow, [row], ['codeIndex', 'sequence']);
    return added.length === 1;
  }

  async countRequest(id: string, at: Date): Promise<void> {
    const { manager } = this.database;
    await manager.increment(CodeRow, { id }, 'requestCount', 1);
    await manager.update(CodeRow, { id, lastRequestedAt: LessThan(at) }, { lastRequestedAt: at });
  }

  async find(id: string): Promise<Code | null> {
    return (await this.findAll([id])).at(0) ?? null;
  }

  /** Those that are there, newest first. */
  async findAll(ids: readonly string[]): Promise<Code[]> {
    const rows = await this.database.read(CodeRow, { where: { id: ids } });
    return rows.map((row) => this.opened(row)).toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** The characters that count; `null` as long as the register may decide, and when the code is gone. */
  async codeOf(id: string): Promise<string | null> {
    const code = await this.find(id);
    return code === null || code.pendingUntil !== null ? null : characters(code);
  }

  /** The code that counts for this one: itself, or the end of the line of its successors. */
  async current(id: string): Promise<Code | null> {
    const passed = new Set<string>();
    let code = await this.find(id);
    while (code !== null && code.successorId !== null && !passed.has(code.id)) {
      passed.add(code.id);
      code = await this.find(code.successorId);
    }
    return code?.successorId === null ? code : null;
  }

  /** Whose immediate successor is one of these. */
  replacedBy(ids: readonly string[]): Promise<Pick<CodeRow, 'id' | 'state' | 'successorId'>[]> {
    return this.database.read(CodeRow, {
      pick: ['id', 'state', 'successorId'],
      where: { successorId: ids },
    });
  }

  /** `false` when the code has left these states meanwhile. */
  async change(
    id: string,
    from: readonly CodeState[],
    set: Pick<CodeRow, 'state' | 'successorId'>,
  ): Promise<boolean> {
    const { affected } = await this.database.manager.update(CodeRow, { id, state: In([...from]) }, set);
    return affected === 1;
  }

  /** The code is known now, with the register's characters where they are not ours. `false` when it was not pending. */
  async settle(id: string, remote: string | null): Promise<boolean> {
    const set = {
      pendingUntil: null,
      ...(remote === null ? {} : { ...this.remote(remote), remoteCounts: true }),
    };
    const where = { id, pendingUntil: Not(IsNull()) };
    const { affected } = await this.database.manager.update(CodeRow, where, set);
    return affected === 1;
  }

  /** Keeps the register's characters beside ours; those that were given out already stay. */
  async noteRemote(id: string, remote: string): Promise<void> {
    const where = { id, remoteCounts: false };
    await this.database.manager.update(CodeRow, where, this.remote(remote));
  }

  /** Pending codes for which nobody decided before this moment. */
  async overdue(moment: Date, limit: number): Promise<string[]> {
    const rows = await this.database.manager.find(CodeRow, {
      select: { id: true },
      where: { pendingUntil: LessThan(moment) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(({ id }) => id);
  }

  /** Newest first, in clear. */
  async list({ code, state, before, limit }: Wanted): Promise<Code[]> {
    const narrowed = {
      ...(state === undefined ? {} : { state }),
      ...(before === null ? {} : { id: LessThan(before) }),
    };
    const rows = await this.database.manager.find(CodeRow, {
      where: code === undefined ? narrowed : this.either(code).map((found) => ({ ...narrowed, ...found })),
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => this.opened(row));
  }

  /** Of these codes those that are there: nobody erases them, or compares a new one with them, until the transaction ends. */
  async hold(ids: readonly string[]): Promise<string[]> {
    const held: string[] = [];
    for (const part of chunks([...ids].toSorted())) {
      const query = this.database.manager
        .createQueryBuilder(CodeRow, 'code')
        .select('code.id')
        .where({ id: In(part) })
        .orderBy('code.id');
      const locking = this.database.dialect === 'sqlite' ? query : query.setLock('pessimistic_write');
      held.push(...(await locking.getMany()).map(({ id }) => id));
    }
    return held;
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const part of chunks(ids)) await this.database.manager.delete(CodeRow, { id: In(part) });
  }

  private either({ schemes, remote }: NonNullable<Wanted['code']>) {
    const own = schemes.flatMap(({ scheme, code }) => this.indexes(indexed(scheme, code)));
    const theirs = { remoteIndex: In(this.indexes(indexedRemote(remote))) };
    return own.length === 0 ? [theirs] : [{ codeIndex: In(own) }, theirs];
  }

  private remote(characters: string): Pick<CodeRow, 'remoteCode' | 'remoteIndex'> {
    return {
      remoteCode: this.vault.seal(characters),
      remoteIndex: this.vault.blindIndex('uic', indexedRemote(characters)),
    };
  }

  private indexes(text: string): string[] {
    return this.vault.blindIndexes('uic', text);
  }

  private opened(row: CodeRow): Code {
    const { code, remoteCode } = row;
    return {
      ...row,
      code: this.vault.open(code),
      remoteCode: remoteCode === null ? null : this.vault.open(remoteCode),
    };
  }
}

/** The characters that count: the register's where it was to decide, else those of the scheme. */
export function characters({
  code,
  remoteCode,
  remoteCounts,
}: Pick<Code, 'code' | 'remoteCode' | 'remoteCounts'>): string {
  return remoteCounts && remoteCode !== null ? remoteCode : code;
}

/** What the keyed hash is made of: the same characters under another formula are another code. */
export function indexed(scheme: string, code: string): string {
  return `${scheme}|${code}`;
}

/** What the keyed hash of the register's characters is made of, however they are typed. */
export function indexedRemote(code: string): string {
  return `@remote|${code.replace(/[\s\u00ad\u200b\-–—]/g, '').toUpperCase()}`;
}
