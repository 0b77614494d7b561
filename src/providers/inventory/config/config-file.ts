import { lined, placedOf, readLined } from '../../../platform/config/lined-file.js';
import { InventoryFileInvalid } from './config.errors.js';
import { jointFaults } from './file-faults.js';
import { fileSchema } from './file-schema.js';
import type { InventoryConfig } from './inventory-config.js';
import { configOf } from './resolution.js';

/** How this inventory speaks: the defaults, changed by a file where there is one. Throws `InventoryFileInvalid` with every fault and its line. */
export function loadInventoryConfig(file: string | undefined, baseUrl: string): InventoryConfig {
  if (file === undefined) return configOf({}, baseUrl);
  const read = readLined(file);
  if (read.faults.length > 0) throw new InventoryFileInvalid(file, read.faults);
  const result = fileSchema.safeParse(read.value);
  const faults = result.success ? jointFaults(result.data) : result.error.issues.flatMap(placedOf);
  if (result.success && faults.length === 0) return configOf(result.data, baseUrl);
  throw new InventoryFileInvalid(file, lined(read, faults));
}
