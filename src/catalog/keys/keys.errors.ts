import { RelaisError } from '../../kernel/error.js';

/** No key has this id. */
export class InventoryKeyNotFound extends RelaisError {
  readonly code = 'catalog.inventory-key-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucune clé d’inventaire ne porte cet identifiant.';

  constructor() {
    super('no such inventory key');
  }
}

/** What was revoked stays so. */
export class InventoryKeyRevoked extends RelaisError {
  readonly code = 'catalog.inventory-key-revoked';
  readonly kind = 'conflict';
  readonly publicText = 'Cette clé est révoquée : créez-en une autre.';

  constructor(id: string) {
    super(`inventory key ${id} is revoked`);
  }
}

/** It can be changed where it stands only. */
export class InventoryKeyOfSettings extends RelaisError {
  readonly code = 'catalog.inventory-key-of-settings';
  readonly kind = 'conflict';
  readonly publicText =
    'Cette clé est dans les réglages du serveur : changez-la dans INVENTORY_API_KEY, ou créez une clé, qui passe avant elle.';

  constructor() {
    super('the key of the settings cannot be changed here');
  }
}
