import { RelaisError } from '../kernel/error.js';
import type { Kind } from './catalog.port.js';

/** Nothing has this id. */
export class ProductNotFound extends RelaisError {
  readonly code = 'catalog.product-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun produit ne porte cet identifiant.';
}

/** No category is called so. */
export class CategoryNotFound extends RelaisError {
  readonly code = 'catalog.category-not-found';
  readonly kind = 'not-found';
  readonly publicText =
    'Aucune catégorie ne porte cet identifiant ou ce nom. « GET /api/inventory/categories/synced » les nomme toutes.';

  constructor() {
    super('no such category');
  }
}

/** A file that is to be imported cannot be read as a list of products. */
export class FileUnreadable extends RelaisError {
  readonly code = 'catalog.file-unreadable';
  readonly kind = 'invalid';

  constructor(readonly publicText: string) {
    super('the file of products cannot be read');
  }
}

/** Another run of this kind is going on. */
export class SyncRunning extends RelaisError {
  readonly code = 'catalog.sync-running';
  readonly kind = 'conflict';
  readonly publicText = 'Une copie est déjà en cours. Attendez sa fin, ou arrêtez-la.';

  constructor(readonly runId: string) {
    super(`run ${runId} is going on`);
  }
}

/** There is nowhere to copy from. */
export class NoInventory extends RelaisError {
  readonly code = 'catalog.no-inventory';
  readonly kind = 'conflict';
  readonly publicText = 'Aucun inventaire n’est configuré : donnez INVENTORY_BASE_URL et une clé.';

  constructor() {
    super('no inventory is configured');
  }
}

/** The listing would take away more than half of what is sold. */
export class WouldShrink extends RelaisError {
  readonly code = 'catalog.would-shrink';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(kind: Kind, gone: number, active: number) {
    super(`${gone} of ${active} ${kind} would become inactive`);
    const what = kind === 'products' ? 'produits actifs' : 'catégories actives';
    this.publicText = `L’inventaire ne contient plus ${gone} des ${active} ${what} : rien n’a été désactivé. Vérifiez l’inventaire ; si c’est voulu, relancez avec « force ».`;
  }
}

/** It was stopped, by somebody or with the server. */
export class SyncStopped extends RelaisError {
  readonly code = 'catalog.sync-stopped';
  readonly kind = 'conflict';
  readonly publicText = 'La copie a été arrêtée. La suivante reprend où elle en était.';

  constructor() {
    super('the run was stopped');
  }
}

/** Somebody else took the run over. */
export class SyncTakenOver extends RelaisError {
  readonly code = 'catalog.sync-taken-over';
  readonly kind = 'conflict';
  readonly publicText = 'La copie a été reprise par un autre processus.';

  constructor() {
    super('the run was taken over');
  }
}

/** No run has this id. */
export class RunNotFound extends RelaisError {
  readonly code = 'catalog.run-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucune copie ne porte cet identifiant.';

  constructor() {
    super('no such run');
  }
}
