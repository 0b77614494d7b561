import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { SchemeRow } from './scheme.entity.js';

/** The formulas that were ever used. */
@Injectable()
export class SchemeRepository {
  constructor(private readonly database: Database) {}

  /** Keeps a formula, unless one of this id is kept: that one stays as it is. */
  async keep(row: SchemeRow): Promise<void> {
    await this.database.insertIfAbsent(SchemeRow, [row], ['id']);
  }

  all(): Promise<SchemeRow[]> {
    return this.database.manager.find(SchemeRow);
  }
}
