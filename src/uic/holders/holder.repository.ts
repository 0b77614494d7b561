import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { HolderRow } from '../uic.entity.js';

/** Who has which code. */
@Injectable()
export class HolderRepository {
  constructor(private readonly database: Database) {}

  /** What this holder has, and since when, newest first. */
  async linksOf(holderId: string): Promise<HolderRow[]> {
    const links = await this.database.read(HolderRow, { where: { holderId } });
    return links.toSorted((a, b) => (a.codeId < b.codeId ? 1 : -1));
  }

  /** Which of these codes this holder has. */
  async heldBy(holderId: string, codeIds: readonly string[]): Promise<Set<string>> {
    const where = { holderId, codeId: codeIds };
    const links = await this.database.read(HolderRow, { pick: ['codeId'], where });
    return new Set(links.map(({ codeId }) => codeId));
  }

  /** Everybody who has one of these codes. */
  holdersOf(codeIds: readonly string[]): Promise<HolderRow[]> {
    return this.database.read(HolderRow, { where: { codeId: codeIds } });
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

  async link(holderId: string, codeId: string, at: Date): Promise<void> {
    await this.database.insertMany(HolderRow, [{ holderId, codeId, createdAt: at }]);
  }

  /** Two holders were one person: what the one obtained, and when, is the other's. */
  async move(fromId: string, toId: string): Promise<void> {
    const links = await this.linksOf(fromId);
    const given = links.map((link) => ({ ...link, holderId: toId }));
    await this.database.insertIfAbsent(HolderRow, given, ['holderId', 'codeId']);
    await this.database.manager.delete(HolderRow, { holderId: fromId });
  }

  /** Takes a holder's codes away: how many it had, and which of them nobody has any more. */
  async release(holderId: string): Promise<{ links: number; orphans: string[] }> {
    const { manager } = this.database;
    const links = await manager.findBy(HolderRow, { holderId });
    await manager.delete(HolderRow, { holderId });
    const orphans: string[] = [];
    for (const part of chunks(links.map(({ codeId }) => codeId))) {
      const others = await manager.findBy(HolderRow, { codeId: In(part) });
      const shared = new Set(others.map(({ codeId }) => codeId));
      orphans.push(...part.filter((codeId) => !shared.has(codeId)));
    }
    return { links: links.length, orphans };
  }
}
