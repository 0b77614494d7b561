import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { InstanceRow } from './instance.entity.js';
import { InProcessJobs, Jobs, type JobsMode } from './jobs.js';
import { ScheduleRow } from './schedule.entity.js';
import { ScheduleRepository } from './schedule.repository.js';
import { Schedules } from './schedules.js';
import { ShardRepository } from './shard.repository.js';
import { ShardRow } from './shard.entity.js';
import { Shards } from './shards.js';

@Global()
@Module({})
export class JobsModule {
  static register(mode: JobsMode): DynamicModule {
    return {
      module: JobsModule,
      imports: [TypeOrmModule.forFeature([InstanceRow, ShardRow, ScheduleRow])],
      providers: [
        { provide: Jobs, useFactory: () => new InProcessJobs(mode) },
        ShardRepository,
        Shards,
        ScheduleRepository,
        Schedules,
      ],
      exports: [Jobs, Shards, Schedules],
    };
  }
}
