import type { PoolClient } from 'pg';
import type { DataSource, ReplicationMode } from 'typeorm';
import type { IsolationLevel } from 'typeorm/driver/types/IsolationLevel.js';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { failed } from './faults.js';

const BEGIN = 'START TRANSACTION';

/**
 * Begins a transaction without a round trip of its own: what is read first goes onto the wire behind the beginning, before that was
 * answered. Whatever writes waits for the answer, or it could commit by itself where the beginning failed.
 */
export class PromptRunner extends PostgresQueryRunner {
  private begun: Promise<void> | null = null;

  /** Makes every transaction of the data source begin so. */
  static install(source: DataSource): void {
    const driver = source.driver as PostgresDriver;
    driver.createQueryRunner = (mode) => new PromptRunner(driver, mode as ReplicationMode);
  }

  override async startTransaction(isolation?: IsolationLevel): Promise<void> {
    if (this.transactionDepth > 0 || isolation !== undefined) return super.startTransaction(isolation);
    const client = (await this.connect()) as PoolClient;
    this.isTransactionActive = true;
    this.transactionDepth = 1;
    this.begun = client.query(BEGIN).then(
      () => void (this.begun = null),
      (error: unknown) => {
        throw failed(BEGIN, error);
      },
    );
    // That it failed is heard by the first that writes, or by the commit.
    this.begun.catch(() => undefined);
  }

  /** The beginning, as long as it was not answered, or where it failed. */
  get opening(): Promise<void> | null {
    return this.begun;
  }

  override async query<T>(sql: string, values?: unknown[], whole = false): Promise<T> {
    if (this.begun !== null) await this.begun;
    return super.query(sql, values, whole) as Promise<T>;
  }
}
