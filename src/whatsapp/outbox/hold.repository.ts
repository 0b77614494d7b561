import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { HoldRow } from './hold.entity.js';

/** Which numbers are held back, for all instances. */
@Injectable()
export class HoldRepository {
  constructor(private readonly database: Database) {}

  async of(numbers: readonly string[]): Promise<HoldRow[]> {
    if (numbers.length === 0) return [];
    return this.database.manager.findBy(HoldRow, { numberId: In([...numbers]) });
  }

  /** Only the instance that sends from a number writes this: nobody comes in between. */
  async put({ numberId, ...set }: HoldRow): Promise<void> {
    const { affected } = await this.database.manager.update(HoldRow, { numberId }, set);
    if (affected === 0) await this.database.insertIfAbsent(HoldRow, [{ numberId, ...set }], ['numberId']);
  }

  /** May be tried again at once; how often it was refused is remembered. */
  async release(numberId: string): Promise<void> {
    await this.database.manager.update(HoldRow, { numberId }, { untilAt: null });
  }

  async remove(numbers: readonly string[]): Promise<void> {
    if (numbers.length > 0) await this.database.manager.delete(HoldRow, { numberId: In([...numbers]) });
  }
}
