import { createReadStream } from 'node:fs';
import type { Commands } from '../platform/cli/commands.js';
import { AuditTrail } from '../platform/web/audit.js';
import { CatalogService } from './catalog.service.js';
import { FileUnreadable } from './catalog.errors.js';
import { productsIn } from './products/csv.js';
import type { ProductInput } from './products/draft.js';
import type { Kept } from './products/intake.service.js';

/** What an import did. */
interface Import {
  total: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** The first hundred. */
  failures: { line: number; sku: string | null; reason: string }[];
}

const AT_ONCE = 500;
const MOST_SHOWN = 100;

/** `catalog:import`. */
export function catalogCommands({ program, withApp, say }: Commands): void {
  program
    .command('catalog:import')
    .description('prend les produits d’un fichier CSV (sku, name, price, …) ; 1 quand un produit est refusé')
    .argument('<fichier>', 'le fichier ; les colonnes sont nommées par sa première ligne')
    .option('--json', 'répond en JSON')
    .action((path: string, { json }: { json?: boolean }) =>
      withApp('catalog:import', async (get) => {
        const done = await importFile(path, get(CatalogService));
        const { total, added, updated, failed } = done;
        await get(AuditTrail).record({
          action: 'catalog.products-written',
          detail: { source: 'file', total, added, updated, failed },
        });
        say(json === true ? JSON.stringify(done) : report(done));
        if (failed > 0) process.exitCode = 1;
      }),
    );
}

async function importFile(path: string, catalog: CatalogService): Promise<Import> {
  const done: Import = { total: 0, added: 0, updated: 0, unchanged: 0, failed: 0, failures: [] };
  let batch: { line: number; input: ProductInput }[] = [];
  const flush = async (): Promise<void> => {
    const kept = await catalog.keep(
      batch.map(({ input }) => input),
      'local',
    );
    for (const [at, each] of kept.entries()) count(done, batch[at]?.line ?? 0, each);
    batch = [];
  };
  try {
    for await (const row of productsIn(createReadStream(path))) {
      batch.push(row);
      if (batch.length === AT_ONCE) await flush();
    }
  } catch (error) {
    throw isMissing(error) ? new FileUnreadable('Ce fichier n’existe pas ou ne peut pas être lu.') : error;
  }
  await flush();
  return done;
}

function count(done: Import, line: number, { sku, outcome, reason }: Kept): void {
  done.total += 1;
  done[outcome] += 1;
  if (reason !== undefined && done.failures.length < MOST_SHOWN) done.failures.push({ line, sku, reason });
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR';
}

function report({ total, added, updated, unchanged, failed, failures }: Import): string {
  const lines = failures.map(({ line, sku, reason }) => `  ligne ${line} (${sku ?? 'sans sku'}) : ${reason}`);
  return [
    `${total} produit(s) : ${added} ajouté(s), ${updated} changé(s), ${unchanged} inchangé(s), ${failed} refusé(s).`,
    ...lines,
  ].join('\n');
}
