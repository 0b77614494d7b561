import type { BatchWriter } from './batch-plan.js';
import type { PortableDataSource } from './data-source.js';
import { OracleWriter } from './oracle-writer.js';
import { PostgresWriter } from './postgres-writer.js';
import { SqliteWriter } from './sqlite-writer.js';

/** How this data source's dialect writes batches. */
export function batchWriterFor(source: PortableDataSource): BatchWriter {
  if (source.turns) return new SqliteWriter(source, source.turns);
  return source.dialect === 'oracle' ? new OracleWriter(source) : new PostgresWriter(source);
}
