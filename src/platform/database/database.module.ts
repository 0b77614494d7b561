import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { dataSourceOptions, type DataSourceChoices, PortableDataSource } from './data-source.js';
import { Database } from './database.js';
import { isUnavailable } from './faults.js';
import { migrate } from './migrate.js';

const ATTEMPTS = 10;
const ATTEMPT_DELAY_MS = 1_000;

export interface DatabaseOptions extends DataSourceChoices {
  /** Whether to run the migrations that are missing before anything uses the database. */
  readonly migrate: boolean;
  /** How often to try while the server cannot be reached at start, a second apart; 10 unless told. */
  readonly attempts?: number;
}

/** The one database, for every room: entities are announced with `TypeOrmModule.forFeature`, the rest is `Database`. */
@Module({})
export class DatabaseModule {
  static register(options: DatabaseOptions): DynamicModule {
    const connection = TypeOrmModule.forRootAsync({
      useFactory: () => ({
        ...dataSourceOptions(options),
        autoLoadEntities: true,
        retryAttempts: options.attempts ?? ATTEMPTS,
        retryDelay: ATTEMPT_DELAY_MS,
        toRetry: isUnavailable,
      }),
      dataSourceFactory: (found?: DataSourceOptions) =>
        open(found ?? dataSourceOptions(options), options.migrate),
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [connection],
      providers: [Database],
      exports: [Database],
    };
  }
}

async function open(options: DataSourceOptions, migrating: boolean): Promise<PortableDataSource> {
  const source = await new PortableDataSource(options).initialize();
  try {
    if (migrating) await migrate(source);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}
