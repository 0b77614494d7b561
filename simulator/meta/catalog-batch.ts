import type { CatalogItem, CatalogRequest, Remark } from './catalogs.js';
import { Field } from './field.js';
import { GraphError } from './graph.errors.js';

const MOST = 5_000;
const PRICE = /^\d+(?:\.\d+)? [A-Z]{3}$/;
const FIELDS = [
  'id',
  'title',
  'description',
  'availability',
  'condition',
  'price',
  'link',
  'image',
  'brand',
] as const;

/** A batch as it was handed over, and what is wrong with it at first sight. */
export interface ReadBatch {
  requests: CatalogRequest[];
  refused: Remark[];
}

/** Reads a batch; above `most` requests Meta asks for less. */
export function readBatch(body: unknown, most: number): ReadBatch {
  const batch = new Field(body, '').only('item_type', 'allow_upsert', 'requests');
  batch.at('item_type').oneOf('PRODUCT_ITEM');
  const requests = batch.at('requests').list('requests', 1, MOST);
  if (requests.length > most)
    throw new GraphError(1, {
      message: "Please reduce the amount of data you're asking for, then retry your request",
      status: 500,
    });
  const read = requests.map(readRequest);
  const refused = read.flatMap(({ method, item }) =>
    method === 'DELETE' ? [] : faultsIn(item).map((message) => ({ id: item.id, message })),
  );
  const isRefused = new Set(refused.map(({ id }) => id));
  return { requests: read.filter(({ item }) => !isRefused.has(item.id)), refused };
}

function readRequest(request: Field): CatalogRequest {
  const method = request.only('method', 'data').at('method').oneOf('CREATE', 'UPDATE', 'DELETE');
  const data = request.at('data').only(...FIELDS);
  const id = data.at('id').text({ label: 'id', max: 100 });
  return { method, item: { ...(data.value as object), id } as CatalogItem };
}

function faultsIn(item: CatalogItem): string[] {
  const missing = ['title', 'description', 'availability', 'condition', 'price', 'link'].filter(
    (name) => typeof item[name] !== 'string' || item[name] === '',
  );
  if (missing.length > 0) return missing.map((name) => `The required field ${name} is missing.`);
  return PRICE.test(String(item['price'])) ? [] : ['The price is not a number followed by a currency.'];
}
