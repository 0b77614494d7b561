import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../database/database.js';
import { DeliveryRow } from './delivery.entity.js';

/** Events that wait for their subscribers. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  async add(rows: DeliveryRow[]): Promise<void> {
    if (rows.length > 0) await this.database.insertMany(DeliveryRow, rows);
  }

  due(now: Date, limit: number): Promise<DeliveryRow[]> {
    return this.database.manager.find(DeliveryRow, {
      where: { state: 'DUE', dueAt: LessThanOrEqual(now) },
      order: { dueAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  async remove(id: string): Promise<void> {
    await this.database.manager.delete(DeliveryRow, { id });
  }

  async postpone(row: DeliveryRow): Promise<void> {
    const { attempts, dueAt, error, state } = row;
    await this.database.manager.update(DeliveryRow, { id: row.id }, { attempts, dueAt, error, state });
  }
}
