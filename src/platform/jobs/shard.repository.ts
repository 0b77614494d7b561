import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { InstanceRow } from './instance.entity.js';
import { ShardRow } from './shard.entity.js';

/** Who is alive and who does what, in the database. */
@Injectable()
export class ShardRepository {
  constructor(private readonly database: Database) {}

  /** Counts one more beat; `false` when the others have given this instance up. */
  async beat(id: string): Promise<boolean> {
    const result = await this.database.manager.increment(InstanceRow, { id }, 'beats', 1);
    return result.affected === 1;
  }

  async enter(instance: InstanceRow): Promise<void> {
    await this.database.insertIfAbsent(InstanceRow, [instance], ['id']);
  }

  instances(): Promise<InstanceRow[]> {
    return this.database.manager.find(InstanceRow, { order: { id: 'ASC' } });
  }

  shards(): Promise<ShardRow[]> {
    return this.database.manager.find(ShardRow, { order: { id: 'ASC' } });
  }

  async declare(ids: string[]): Promise<void> {
    await this.database.insertIfAbsent(
      ShardRow,
      ids.map((id) => ({ id, owner: null })),
      ['id'],
    );
  }

  /** Takes the instances out and frees what they did. */
  async remove(instances: string[]): Promise<void> {
    if (instances.length === 0) return;
    await this.database.manager.update(ShardRow, { owner: In(instances) }, { owner: null });
    await this.database.manager.delete(InstanceRow, { id: In(instances) });
  }

  /** Takes those of the shards that nobody has. */
  async take(ids: string[], owner: string): Promise<void> {
    if (ids.length > 0)
      await this.database.manager.update(ShardRow, { id: In(ids), owner: IsNull() }, { owner });
  }

  async release(ids: string[], owner: string): Promise<void> {
    if (ids.length > 0) await this.database.manager.update(ShardRow, { id: In(ids), owner }, { owner: null });
  }
}
