/** What can be offered. `price` is a decimal text (`12.50`), `currency` an ISO 4217 code. */
export interface Product {
  id: string;
  /** The seller's own id: what carts and product messages name. */
  sku: string;
  name: string;
  description: string;
  price: string;
  currency: string;
  /** Pieces that can be had; `null` where nobody counts them. */
  stock: number | null;
  categoryId: string | null;
  /** Public addresses of pictures, the best first. */
  images: readonly string[];
  active: boolean;
  /** When it was last copied from its source. */
  syncedAt: Date;
}

export interface Category {
  id: string;
  name: string;
  parentId: string | null;
  /** Active products in it and below it. */
  products: number;
}

export interface ProductSearch {
  /** Words; accents, case and small typing errors are forgiven. Absent or empty: all. */
  words?: string;
  categoryId?: string;
  /** Decimal texts, in the currency of the product. */
  minPrice?: string;
  maxPrice?: string;
  /** Only what is there (`stock` unknown counts as there). */
  inStock?: boolean;
  /** 1 … 100. */
  limit: number;
  offset?: number;
}

/** The products of the seller, for those who show and sell them. Only active ones, unless it says otherwise. */
export abstract class Catalog {
  /** The best matches first. At most 50 ms for 95 of 100 searches over 100,000 products. */
  abstract search(search: ProductSearch): Promise<Product[]>;
  /** In the order of the SKUs given; those that are unknown are missing, inactive ones are there and say so. */
  abstract bySku(skus: readonly string[]): Promise<Product[]>;
  /** Those of them that buyers see in this commerce catalogue, by SKU, with the name of their category. One read. */
  abstract listed(
    catalogId: string,
    products: readonly Pick<Product, 'sku' | 'categoryId'>[],
  ): Promise<ReadonlyMap<string, string | null>>;
  abstract find(id: string): Promise<Product | null>;
  /** Categories below a parent (`null`: the top) that hold active products, by name. */
  abstract categories(parentId: string | null): Promise<Category[]>;
  /** Whether there is any active product. From memory. */
  abstract readonly hasProducts: boolean;
}
