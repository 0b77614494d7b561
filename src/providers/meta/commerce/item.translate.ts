import type { CommerceItem, CommerceResult } from '../../../catalog/catalog.port.js';
import { asList, asObject, type Json } from '../graph/json.js';
import { itemWords } from './item-words.js';

const LONGEST = { title: 200, description: 9_999 };

/** An item as `items_batch` takes it. Meta wants a page for each: the product's own, else its picture, else ours. */
export function itemWire({ sku, product }: CommerceItem, page: string | undefined): Json {
  if (product === null) return { method: 'DELETE', data: { id: sku } };
  const { title, description, price, currency, inStock, images } = product;
  const link = product.link ?? images[0] ?? page;
  return {
    method: 'UPDATE',
    data: {
      id: sku,
      title: title.slice(0, LONGEST.title),
      description: description.slice(0, LONGEST.description),
      availability: inStock ? 'in stock' : 'out of stock',
      condition: 'new',
      price: `${price} ${currency}`,
      ...(link !== undefined && { link }),
      ...(images.length > 0 && { image: images.map((url) => ({ url })) }),
    },
  };
}

/** What Meta says at once: who has an error here is not taken. */
export function validationOf(body: Json): CommerceResult[] {
  return asList(body['validation_status']).flatMap((each) => {
    const said = asObject(each);
    const sku = said?.['retailer_id'];
    if (typeof sku !== 'string' || said === undefined) return [];
    const [errors, warnings] = [wordsIn(said['errors']), wordsIn(said['warnings'])];
    return errors.length + warnings.length === 0 ? [] : [{ sku, ok: errors.length === 0, errors, warnings }];
  });
}

/** What became of a batch that is done: the items with something to say. */
export function outcomeOf(status: Json): CommerceResult[] {
  const found = new Map<string, { errors: string[]; warnings: string[] }>();
  const of = (sku: string) => {
    const words = found.get(sku) ?? { errors: [], warnings: [] };
    found.set(sku, words);
    return words;
  };
  for (const { sku, said } of linesOf(status['errors'])) of(sku).errors.push(itemWords(said));
  for (const { sku, said } of linesOf(status['warnings'])) of(sku).warnings.push(itemWords(said));
  // The list of errors is cut; this one is not.
  for (const sku of asList(status['ids_of_invalid_requests']))
    if (typeof sku === 'string' && of(sku).errors.length === 0) of(sku).errors.push(itemWords(null));
  return [...found].map(([sku, words]) => ({ sku, ok: words.errors.length === 0, ...words }));
}

function linesOf(list: unknown): { sku: string; said: unknown }[] {
  return asList(list).flatMap((each) => {
    const line = asObject(each);
    const sku = line?.['id'];
    return typeof sku === 'string' && sku !== '' ? [{ sku, said: line?.['message'] }] : [];
  });
}

function wordsIn(list: unknown): string[] {
  return asList(list).map((each) => itemWords(typeof each === 'string' ? each : asObject(each)?.['message']));
}
