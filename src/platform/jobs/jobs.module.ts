import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { InstanceRow } from './instance.entity.js';
import { InProcessJobs, Jobs, type JobsMode } from './jobs.js';
import { ShardRepository } from './shard.repository.js';
import { ShardRow } from './shard.entity.js';
import { Shards } from './shards.js';

@Global()
@Module({})
export class JobsModule {
  static register(mode: JobsMode): DynamicModule {
    return {
      module: JobsModule,
      imports: [TypeOrmModule.forFeature([InstanceRow, ShardRow])],
      providers: [{ provide: Jobs, useFactory: () => new InProcessJobs(mode) }, ShardRepository, Shards],
      exports: [Jobs, Shards],
    };
  }
}
