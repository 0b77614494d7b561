import type { FileFault } from '../../../platform/config/lined-file.js';
import { LinedFileInvalid } from '../../../platform/config/lined-file.errors.js';

/** The file that says where registrations go cannot be used. */
export class PlanFileInvalid extends LinedFileInvalid {
  readonly code = 'dhis2-tracker.file-invalid';

  constructor(file: string, faults: readonly FileFault[]) {
    super(
      `Le fichier de DHIS2 (DHIS2_CONFIG_FILE) ${file} est refusé`,
      faults,
      'Exemple : docs/examples/dhis2/tracker.yaml',
    );
  }
}
