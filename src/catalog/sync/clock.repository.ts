import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { Kind } from '../catalog.port.js';
import { ClockRow } from './clock.entity.js';

const ALWAYS = new Date(0);

/** When each kind is due: one row each, for all instances. */
@Injectable()
export class ClockRepository {
  constructor(private readonly database: Database) {}

  async read(kind: Kind): Promise<ClockRow> {
    const [row] = await this.database.read(ClockRow, { where: { kind } });
    if (row !== undefined) return row;
    const fresh = { kind, nextDueAt: ALWAYS, lastSuccessAt: null, lastCompleteAt: null, failures: 0 };
    await this.database.insertIfAbsent(ClockRow, [fresh], ['kind']);
    return fresh;
  }

  /** Takes what is due: of any number who try, one succeeds. */
  async claim(kind: Kind, now: Date, next: Date): Promise<boolean> {
    const due = { kind, nextDueAt: LessThanOrEqual(now) };
    const { affected } = await this.database.manager.update(ClockRow, due, { nextDueAt: next });
    return affected === 1;
  }

  async set(kind: Kind, change: Partial<Omit<ClockRow, 'kind'>>): Promise<void> {
    await this.read(kind);
    await this.database.manager.update(ClockRow, { kind }, change);
  }
}
