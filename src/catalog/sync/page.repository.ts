import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import type { Kind } from '../catalog.port.js';
import { PageRow } from './page.entity.js';

const AT_ONCE = 50;

/** Pages of listings as they were last seen. */
@Injectable()
export class PageRepository {
  constructor(private readonly database: Database) {}

  async find(kind: Kind, position: string): Promise<PageRow | null> {
    const [row] = await this.database.read(PageRow, { where: { kind, position } });
    return row ?? null;
  }

  async validator(kind: Kind, position: string): Promise<string | null> {
    const [row] = await this.database.read(PageRow, { pick: ['validator'], where: { kind, position } });
    return row?.validator ?? null;
  }

  /** Remembers a page in place of what was known of it. */
  async keep(row: PageRow): Promise<void> {
    const { kind, position, ...set } = row;
    const known = await this.database.updateMany(PageRow, [{ where: { kind, position }, set }]);
    if (known.length === 0) await this.database.insertMany(PageRow, [row]);
  }

  /** The ids on the pages of a listing, page by page. */
  async *idsOf(kind: Kind, rootId: string): AsyncGenerator<string[]> {
    const rows = await this.database.read(PageRow, { pick: ['position'], where: { kind, rootId } });
    for (const part of chunks(
      rows.map(({ position }) => position),
      AT_ONCE,
    )) {
      const pages = await this.database.read(PageRow, {
        pick: ['remoteIds'],
        where: { kind, position: part },
      });
      for (const { remoteIds } of pages) yield JSON.parse(remoteIds) as string[];
    }
  }

  /** Forgets pages that this complete listing no longer has. */
  async forgetOthers(kind: Kind, rootId: string): Promise<void> {
    const others = await this.database.manager.find(PageRow, {
      select: { kind: true, position: true },
      where: { kind, rootId: Not(rootId) },
    });
    for (const part of chunks(others.map(({ position }) => position)))
      await this.database.manager.delete(PageRow, { kind, position: In([...part]) });
  }

  /** Nothing is known any more: the next listing is read in full. */
  async forgetValidators(kind: Kind): Promise<void> {
    await this.database.manager.update(PageRow, { kind }, { validator: null });
  }
}
