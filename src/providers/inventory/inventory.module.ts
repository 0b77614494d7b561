import { Logger, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { InventoryKeys, InventorySources } from '../../catalog/catalog.port.js';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { loadInventoryConfig } from './config/config-file.js';
import { RestInventorySource } from './inventory.source.js';

/** The products of an inventory behind a REST API, where INVENTORY_BASE_URL says where it is. */
@Module({ imports: [CatalogModule] })
export class InventoryModule implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('Inventory');
  #source: RestInventorySource | undefined;

  constructor(
    private readonly sources: InventorySources,
    private readonly keys: InventoryKeys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** A faulty file stops the start here. */
  onModuleInit(): void {
    const { inventory } = this.settings.catalog;
    if (inventory === undefined) return;
    const config = loadInventoryConfig(inventory.configFile, inventory.baseUrl);
    for (const warning of config.warnings) this.log.warn(warning);
    this.#source = new RestInventorySource(inventory, config, { keys: this.keys, clock: this.clock });
    this.sources.add(this.#source);
  }

  async onModuleDestroy(): Promise<void> {
    await this.#source?.close();
  }
}
