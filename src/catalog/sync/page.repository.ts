import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import type { Kind } from '../catalog.port.js';
import { PageRow } from './page.entity.js';

const AT_ONCE = 50;
const KEY = ['kind', 'position'] as const;

/** A page that did not change, and how to ask for it next time. */
export type Mark = Pick<PageRow, 'position' | 'validator'>;

/** Pages of listings as they were last seen. */
@Injectable()
export class PageRepository {
  constructor(private readonly database: Database) {}

  async find(kind: Kind, position: string): Promise<PageRow | null> {
    const [row] = await this.database.read(PageRow, { where: { kind, position } });
    return row ?? null;
  }

  /** Remembers a page in place of what was known of it, if `isKnown`. */
  async keep(row: PageRow, isKnown: boolean): Promise<void> {
    const { kind, position, ...set } = row;
    const isNew = !isKnown && (await this.database.insertIfAbsent(PageRow, [row], KEY)).length === 1;
    if (isNew) return;
    const known = await this.database.updateMany(PageRow, [{ where: { kind, position }, set }]);
    if (known.length === 0) await this.database.insertMany(PageRow, [row]);
  }

  /** This listing saw pages that are as they were. */
  async mark(kind: Kind, rootId: string, marks: readonly Mark[]): Promise<void> {
    await this.database.updateMany(
      PageRow,
      marks.map(({ position, validator }) => ({ where: { kind, position }, set: { rootId, validator } })),
    );
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
