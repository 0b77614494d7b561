import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';

export interface CatalogSettings {
  /** The currency of products that name none. */
  currency: string;
  /** A cron expression; absent: never by the clock. */
  syncCron?: string;
  /** Between two runs of one kind. */
  intervalMs: number;
  /** Absent: products are written by hand and by the API only. */
  inventory?: { baseUrl: string; apiKey?: Secret; configFile?: string; concurrency: number };
}

export function catalogOf(values: Values): CatalogSettings {
  const { INVENTORY_BASE_URL: baseUrl, INVENTORY_API_KEY: key } = values;
  return {
    currency: values.CATALOG_CURRENCY,
    syncCron: values.CATALOG_SYNC_CRON,
    intervalMs: values.CATALOG_SYNC_INTERVAL_MINUTES * 60_000,
    ...(baseUrl !== undefined && {
      inventory: {
        baseUrl,
        ...(key !== undefined && { apiKey: new Secret(key) }),
        configFile: values.INVENTORY_CONFIG_FILE,
        concurrency: values.INVENTORY_CONCURRENCY,
      },
    }),
  };
}
