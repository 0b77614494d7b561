import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { fold } from '../../kernel/fold.js';
import { FileUnreadable } from '../catalog.errors.js';
import type { ProductInput } from './draft.js';

/** What a column may be called, folded. */
const NAMES: Readonly<Record<string, string>> = {
  ...named('sku', 'sku', 'reference', 'ref', 'code', 'code article'),
  ...named('name', 'name', 'nom', 'produit', 'designation'),
  ...named('description', 'description', 'details'),
  ...named('price', 'price', 'prix', 'prix unitaire'),
  ...named('currency', 'currency', 'devise', 'monnaie'),
  ...named('stock', 'stock', 'quantite', 'quantity'),
  ...named('category', 'category', 'categorie', 'rayon'),
  ...named('images', 'images', 'image', 'photo', 'photos'),
  ...named('active', 'active', 'actif', 'en vente'),
};

const NEEDED = ['sku', 'name', 'price'] as const;
const DELIMITERS = [',', ';', '\t'];
const LONGEST_ROW = 200_000;

/** A row of the file, with its line. */
export interface CsvRow {
  line: number;
  input: ProductInput;
}

/** The products of a CSV file, one after the other: commas, semicolons or tabs, quotes, a first line of names. Throws `FileUnreadable`. */
export async function* productsIn(file: Readable): AsyncGenerator<CsvRow> {
  const [text, delimiter] = await opened(file);
  const parser = parse({
    bom: true,
    columns: columnsOf,
    delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  text.once('error', (error) => void parser.destroy(error)).pipe(parser);
  try {
    for await (const row of parser) {
      const { record, info } = row as { record: ProductInput; info: { lines: number } };
      yield { line: info.lines, input: record };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new FileUnreadable(`Le fichier n’est pas un CSV lisible (${error.code}).`);
    throw error;
  }
}

/** The file from its beginning, and what stands between its columns: whatever its first piece of text has most of in its first line. */
async function opened(file: Readable): Promise<[Readable, string]> {
  const parts = file[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer | string>;
  const first = await parts.next();
  const beginning = first.done === true ? '' : first.value;
  const [line = ''] = beginning.toString().split(/[\r\n]/, 1);
  const count = (delimiter: string): number => line.split(delimiter).length;
  const [delimiter = ','] = DELIMITERS.toSorted((a, b) => count(b) - count(a));
  async function* whole(): AsyncGenerator<Buffer | string> {
    yield beginning;
    yield* parts;
  }
  return [Readable.from(whole()), delimiter];
}

function columnsOf(titles: readonly string[]): (string | false)[] {
  const columns = titles.map((title) => NAMES[fold(title)] ?? false);
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new FileUnreadable(
      `Il manque la colonne ${missing.join(', ')}. La première ligne nomme les colonnes : sku, name, price, puis au choix description, currency, stock, category, images, active.`,
    );
  return columns;
}

function named(field: string, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, field]));
}
