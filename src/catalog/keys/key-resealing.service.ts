import { Injectable, Logger } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import { InventoryKeyRepository } from './inventory-key.repository.js';

/** Seals keys of inventories anew when the keys of this house change, while the application runs. */
@Injectable()
export class KeyResealing {
  private readonly log = new Logger('Catalog');

  constructor(
    private readonly repository: InventoryKeyRepository,
    private readonly vault: Vault,
  ) {}

  /** How many were sealed with an older key. */
  async rotate(): Promise<number> {
    let count = 0;
    for (const row of await this.repository.active()) {
      if (row.sealed === null || this.vault.isCurrent(row.sealed)) continue;
      const sealed = this.anew(row.id, row.sealed);
      if (sealed !== null && (await this.repository.reseal(row, sealed))) count += 1;
    }
    return count;
  }

  private anew(id: string, sealed: string): string | null {
    try {
      return this.vault.seal(this.vault.open(sealed));
    } catch {
      this.log.error(`inventory key ${id} was sealed with a key that is not configured here`);
      return null;
    }
  }
}
