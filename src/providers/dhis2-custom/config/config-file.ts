import { statSync } from 'node:fs';
import type { Dhis2Account } from '../../../platform/config/dhis2-places.js';
import {
  lined,
  type LinedFile,
  type PlacedFault,
  placedOf,
  readLined,
} from '../../../platform/config/lined-file.js';
import { CustomFileInvalid } from './config.errors.js';
import type { CustomConfig } from './endpoint.js';
import { fileSchema } from './file-schema.js';
import { placeholderFaults } from './placeholders.js';
import { configOf, secretsIn } from './resolution.js';

export interface Surroundings {
  account: Dhis2Account;
  production: boolean;
}

/** The five addresses of this deployment: the defaults, changed by a file where there is one. Throws `CustomFileInvalid` with every fault and its line. */
export function loadCustomConfig(file: string | undefined, surroundings: Surroundings): CustomConfig {
  const read = file === undefined ? EMPTY : readLined(file);
  if (read.faults.length > 0) throw new CustomFileInvalid(file, read.faults);
  const result = fileSchema.safeParse(read.value);
  const faults: PlacedFault[] = placeholderFaults(read.value);
  if (!result.success) faults.push(...result.error.issues.flatMap(placedOf));
  const resolved = configOf(result.data ?? {}, surroundings);
  if (result.success) faults.push(...resolved.faults);
  if (faults.length > 0) throw new CustomFileInvalid(file, lined(read, faults));
  const open = file !== undefined && secretsIn(result.data ?? {}) && isOpenToAll(file);
  return { ...resolved.config, warnings: open ? [OPEN_TO_ALL] : [] };
}

const EMPTY: LinedFile = { value: {}, faults: [], lineOf: () => 1 };

const OPEN_TO_ALL = {
  title:
    'Fichier DHIS2_CONFIG_FILE : il contient un secret, et tous les comptes de cette machine peuvent le lire',
  advice: 'Donnez-lui les droits 600, ou mettez le secret dans DHIS2_API_TOKEN.',
};

function isOpenToAll(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o004) !== 0;
}
