import type { ProductSection } from '../world/content.js';
import type { Field } from './field.js';
import { GraphError } from './graph.errors.js';

const MAX = { products: 30, sections: 10, sectionTitle: 24, productId: 100 };

type Commerce =
  | { type: 'products'; catalog: string; sections: ProductSection[] }
  | { type: 'catalog'; product?: string };

/** The action of a message about products. */
export function readCommerce(type: 'product' | 'product_list' | 'catalog_message', action: Field): Commerce {
  if (type === 'catalog_message') return readCatalog(action);
  if (type === 'product_list') return readProducts(action);
  action.only('catalog_id', 'product_retailer_id');
  return { type: 'products', catalog: catalogOf(action), sections: [{ products: [productOf(action)] }] };
}

function readProducts(action: Field): Commerce {
  const listed = action.only('catalog_id', 'sections').at('sections').list('sections', 1, MAX.sections);
  const sections = listed.map((section) => readSection(section, listed.length > 1));
  const count = sections.reduce((sum, { products }) => sum + products.length, 0);
  if (count > MAX.products) {
    throw new GraphError(131009, {
      details: `Total product count exceeds max allowed count: ${MAX.products}`,
    });
  }
  return { type: 'products', catalog: catalogOf(action), sections };
}

function readSection(section: Field, titled: boolean): ProductSection {
  section.only('title', 'product_items');
  const title = titled ? section.at('title') : section.maybe('title');
  return {
    ...(title.present && {
      title: title.text({ label: 'Section title', max: MAX.sectionTitle, min: titled ? 1 : 0 }),
    }),
    products: section
      .at('product_items')
      .list('product_items', 1, MAX.products)
      .map((item) => productOf(item.only('product_retailer_id'))),
  };
}

function readCatalog(action: Field): Commerce {
  action.only('name', 'parameters').at('name').oneOf('catalog_message');
  const parameters = action.maybe('parameters');
  const picture = parameters.present
    ? parameters.only('thumbnail_product_retailer_id').maybe('thumbnail_product_retailer_id')
    : undefined;
  return {
    type: 'catalog',
    ...(picture?.present && { product: picture.text({ label: 'Product', max: MAX.productId }) }),
  };
}

function catalogOf(action: Field): string {
  return action.at('catalog_id').text({ label: 'Catalog id', max: MAX.productId });
}

function productOf(item: Field): string {
  return item.at('product_retailer_id').text({ label: 'Product', max: MAX.productId });
}
