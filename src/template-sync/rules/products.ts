import { LIMIT } from './limits.js';
import { fieldsOf, lengthOf, listOf, textOf } from './reading.js';

/** What is wrong with the sections of a list of products; `null` when nothing. */
export function sectionsFault(value: unknown): string | null {
  const sections = listOf(value).map(fieldsOf);
  if (sections.length === 0) return 'la liste « sections » manque ou est vide.';
  if (sections.length > LIMIT.sections)
    return `${LIMIT.sections} sections au plus, l’appel en donne ${sections.length}.`;
  for (const [at, { title, product_items: items }] of sections.entries()) {
    const name = textOf(title);
    if (name === '' && sections.length > 1) return `la section ${at + 1} n’a pas de titre.`;
    if (lengthOf(name) > LIMIT.sectionTitle)
      return `le titre de la section ${at + 1} a plus de ${LIMIT.sectionTitle} caractères.`;
    if (!hasProducts(items))
      return `la section ${at + 1} attend des « product_items » avec « product_retailer_id ».`;
  }
  const products = sections.flatMap(({ product_items: items }) => listOf(items)).length;
  return products > LIMIT.products
    ? `${LIMIT.products} produits au plus, l’appel en donne ${products}.`
    : null;
}

function hasProducts(value: unknown): boolean {
  const items = listOf(value);
  return items.length > 0 && items.every((item) => textOf(fieldsOf(item)['product_retailer_id']) !== '');
}
