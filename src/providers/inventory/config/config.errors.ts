import type { FileFault } from '../../../platform/config/lined-file.js';
import { LinedFileInvalid } from '../../../platform/config/lined-file.errors.js';

/** The file of the inventory cannot be used. */
export class InventoryFileInvalid extends LinedFileInvalid {
  readonly code = 'catalog.inventory-file-invalid';

  constructor(file: string, faults: readonly FileFault[]) {
    super(
      `Le fichier de l’inventaire (INVENTORY_CONFIG_FILE) ${file} est refusé`,
      faults,
      'Exemple : docs/examples/inventory/inventory.yaml',
    );
  }
}
