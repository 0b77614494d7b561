import type { FileFault } from '../../../platform/config/lined-file.js';
import { LinedFileInvalid } from '../../../platform/config/lined-file.errors.js';

/** The file of the five addresses cannot be used. */
export class CustomFileInvalid extends LinedFileInvalid {
  readonly code = 'dhis2.custom-file-invalid';

  constructor(file: string | undefined, faults: readonly FileFault[]) {
    const what =
      file === undefined
        ? 'L’enregistrement par un serveur à vous (DHIS2_MODE=custom) ne peut pas commencer'
        : `Le fichier des adresses (DHIS2_CONFIG_FILE) ${file} est refusé`;
    super(what, faults, 'Exemple : docs/examples/dhis2/custom.yaml');
  }
}
