import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Catalog } from './catalog.contract.js';
import { CatalogController } from './catalog.controller.js';
import { CatalogChanges } from './catalog.job.js';
import { CatalogService } from './catalog.service.js';
import { BatchRepository } from './commerce/batch.repository.js';
import { CommerceBatches } from './commerce/batches.service.js';
import { CommerceBatchRow } from './commerce/commerce-batch.entity.js';
import { CommerceController } from './commerce/commerce.controller.js';
import { CommerceExportRow } from './commerce/commerce-export.entity.js';
import { CommerceExports } from './commerce/exports.service.js';
import { CommerceItemRow } from './commerce/commerce-item.entity.js';
import { CommerceJob } from './commerce/commerce.job.js';
import { CommerceRepository } from './commerce/commerce.repository.js';
import { CommerceView } from './commerce/commerce-view.service.js';
import { ExportEnds } from './commerce/export-ends.service.js';
import { Exporting } from './commerce/exporting.service.js';
import { ExportRepository } from './commerce/export.repository.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';
import { Candidates } from './keys/candidates.service.js';
import { InventoryKeyRow } from './keys/inventory-key.entity.js';
import { InventoryKeyRepository } from './keys/inventory-key.repository.js';
import { InventoryKeysController } from './keys/inventory-keys.controller.js';
import { KeyResealing } from './keys/key-resealing.service.js';
import { KeyViewing } from './keys/key-viewing.service.js';
import { KeyWriting } from './keys/key-writing.service.js';
import { KeysInUse } from './keys/keys-in-use.service.js';
import { CategoryRow } from './products/category.entity.js';
import { CategoryFinding } from './products/category-finding.service.js';
import { CategoryRepository } from './products/category.repository.js';
import { Intake } from './products/intake.service.js';
import { ProductRow } from './products/product.entity.js';
import { ProductRepository } from './products/product.repository.js';
import { Shelves } from './products/shelves.js';
import { SyncedController } from './products/synced.controller.js';
import { Indexing } from './search/indexing.service.js';
import { Lists } from './search/lists.service.js';
import { GramRow, PostingRow } from './search/posting.entity.js';
import { PostingRepository } from './search/posting.repository.js';
import { SearchRepository } from './search/search.repository.js';
import { SearchService } from './search/search.service.js';
import { CommerceTargets, InventoryKeys, InventorySources } from './catalog.port.js';
import { CategoryCopying } from './sync/category-copying.service.js';
import { CategoryCopyRepository } from './sync/category-copy.repository.js';
import { ClockRow } from './sync/clock.entity.js';
import { ClockRepository } from './sync/clock.repository.js';
import { Clocks } from './sync/clocks.service.js';
import { Completion } from './sync/completion.service.js';
import { Departures } from './sync/departures.service.js';
import { FaultRow } from './sync/fault.entity.js';
import { Faults } from './sync/faults.service.js';
import { Following } from './sync/following.service.js';
import { HistoryRow } from './sync/history.entity.js';
import { Outcomes } from './sync/outcomes.service.js';
import { PageRow } from './sync/page.entity.js';
import { PageRepository } from './sync/page.repository.js';
import { Books, ProductCopying } from './sync/product-copying.service.js';
import { ProductListing } from './sync/product-listing.service.js';
import { ProductWriting } from './sync/product-writing.service.js';
import { RemoteRepository } from './sync/remote.repository.js';
import { RunRow } from './sync/run.entity.js';
import { RunRepository } from './sync/run.repository.js';
import { Running } from './sync/running.service.js';
import { CatalogRunsController } from './sync/runs.controller.js';
import { SyncRuns } from './sync/runs.service.js';
import { SourceRegistry, TargetRegistry } from './sync/sources.js';
import { Status } from './sync/status.service.js';
import { StockRepository } from './sync/stock.repository.js';
import { SyncController } from './sync/sync.controller.js';
import { Triggers } from './sync/triggers.service.js';

/** What can be offered: products and categories, and how they are found. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ProductRow,
      CategoryRow,
      PostingRow,
      GramRow,
      RunRow,
      PageRow,
      FaultRow,
      HistoryRow,
      ClockRow,
      CommerceBatchRow,
      CommerceExportRow,
      CommerceItemRow,
      InventoryKeyRow,
    ]),
  ],
  controllers: [
    CommerceController,
    InventoryKeysController,
    CatalogRunsController,
    CatalogController,
    SyncedController,
    SyncController,
  ],
  providers: [
    BatchRepository,
    Candidates,
    Books,
    CatalogChanges,
    CatalogService,
    CategoryCopying,
    CategoryCopyRepository,
    CategoryFinding,
    CategoryRepository,
    ClockRepository,
    Clocks,
    CommerceBatches,
    CommerceExports,
    CommerceJob,
    CommerceRepository,
    CommerceView,
    Completion,
    Departures,
    ExportEnds,
    Exporting,
    ExportRepository,
    Faults,
    Following,
    Indexing,
    Intake,
    InventoryKeyRepository,
    KeyResealing,
    KeysInUse,
    KeyViewing,
    KeyWriting,
    Lists,
    Outcomes,
    PageRepository,
    PostingRepository,
    ProductCopying,
    ProductListing,
    ProductRepository,
    ProductWriting,
    RemoteRepository,
    RunRepository,
    Running,
    SearchRepository,
    SearchService,
    Shelves,
    SourceRegistry,
    Status,
    StockRepository,
    SyncRuns,
    TargetRegistry,
    Triggers,
    { provide: InventorySources, useExisting: SourceRegistry },
    { provide: CommerceTargets, useExisting: TargetRegistry },
    { provide: InventoryKeys, useExisting: KeysInUse },
    { provide: Catalog, useExisting: CatalogService },
  ],
  exports: [Catalog, CommerceTargets, InventoryKeys, InventorySources],
})
export class CatalogModule {
  constructor(rotation: KeyRotation, keys: KeyResealing) {
    rotation.add({ name: 'catalog_inventory_key', rotate: () => keys.rotate() });
  }
}
