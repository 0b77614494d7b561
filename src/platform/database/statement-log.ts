import { Logger } from '@nestjs/common';
import type { Logger as TypeormLogger } from 'typeorm';

const SHOWN = 300;

/** Tells what an operator can act on and never a value: values may be personal. Errors are told by whoever meets them. */
export class StatementLog implements TypeormLogger {
  private readonly logger = new Logger('Database');

  logQuerySlow(milliseconds: number, sql: string): void {
    this.logger.warn(`A statement took ${milliseconds} ms: ${sql.slice(0, SHOWN)}`);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(String(message));
  }

  logQuery(): void {}
  logQueryError(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
}
