import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { InventoryFailure } from '../catalog.port.js';
import { ProductRepository } from '../products/product.repository.js';
import type { CommerceExportRow } from './commerce-export.entity.js';
import { BatchRepository } from './batch.repository.js';
import { ExportRepository } from './export.repository.js';
import { isExportDue, MENDED_BY_PEOPLE } from './export-clock.js';

/** Fewer failures in a row than these are borne in silence, unless only people can mend them. */
const CALLED_AFTER = 3;
const KEPT_MS = 30 * 86_400_000;

/** When a catalogue is to be exported to again, and who has to hear of it when that fails. */
@Injectable()
export class ExportEnds {
  constructor(
    private readonly exports: ExportRepository,
    private readonly batches: BatchRepository,
    private readonly products: ProductRepository,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  /** When a product changed last. */
  async lastChange(): Promise<Date> {
    return new Date(await this.products.lastChange());
  }

  async isDue(catalogId: string): Promise<boolean> {
    const last = await this.exports.latest(catalogId);
    return isExportDue(last, await this.lastChange(), this.clock.now());
  }

  async ended(run: CommerceExportRow, error: unknown): Promise<void> {
    const { catalogId, state, failures } = run;
    const key = `catalog.commerce:${catalogId}`;
    if (state === 'DONE') {
      await this.alerts.clear(key);
      const before = new Date(this.clock.now().getTime() - KEPT_MS);
      await this.batches.prune(catalogId, before);
      return this.exports.prune(catalogId, before);
    }
    const isLasting = error instanceof InventoryFailure && MENDED_BY_PEOPLE.has(error.code);
    if (state !== 'FAILED' || (!isLasting && failures < CALLED_AFTER)) return;
    await this.alerts.raise({
      key,
      title: 'Les produits n’arrivent plus dans un catalogue de vente.',
      advice: `${run.error ?? ''} Détails : GET /api/catalog/commerce.`.slice(0, 400),
      en: {
        title: 'Products no longer reach a commerce catalogue.',
        advice: `Error ${run.errorCode ?? ''}. See GET /api/catalog/commerce.`,
      },
      service: 'catalog',
      code: (run.errorCode ?? '').slice(0, 60),
      context: { catalogue: catalogId, export: run.id },
    });
  }
}
