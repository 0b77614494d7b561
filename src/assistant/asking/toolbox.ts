import { z } from 'zod';
import type { Catalog, Product } from '../../catalog/catalog.contract.js';
import { fold } from '../../kernel/fold.js';
import type { OrderSummary } from '../assistant.contract.js';
import type { ModelTool } from '../assistant.port.js';

const MOST_FOUND = 8;
const MOST_SHOWN = 10;
const MOST_ORDERS = 5;
const MOST_RUNS = 10;
const DESCRIPTION = 200;

const amount = z
  .union([z.string().regex(/^\d{1,10}(?:\.\d{1,4})?$/), z.number().nonnegative().max(9_999_999_999)])
  .transform((value) => (typeof value === 'number' ? value.toFixed(2) : value));

const Search = z.object({
  words: z.string().max(200).default(''),
  category: z.string().max(100).nullish(),
  max_price: amount.nullish(),
});
const Show = z.object({ skus: z.array(z.string().min(1).max(100)).max(50) });
const AskAPerson = z.object({ because: z.enum(['asked', 'unsure']).catch('unsure') });

/** What a model may do while it answers one question, and what it has done. Its arguments are the words of a stranger. */
export class Toolbox {
  /** SKUs that it wants to show, each once, in its order. */
  readonly wished = new Set<string>();
  /** Why it wants a person to take over. */
  handover: 'asked' | 'unsure' | null = null;
  /** Names of the tools that ran. */
  readonly ran: string[] = [];

  constructor(
    private readonly catalog: Catalog,
    private readonly orders: () => Promise<OrderSummary[]>,
  ) {}

  get tools(): ModelTool[] {
    return [
      ...(this.catalog.hasProducts ? [this.search(), this.show()] : []),
      this.orderStatus(),
      this.person(),
    ];
  }

  /** The products that it wants to show, as they are now: sold, and not sold out. `unknown`: none of them exists. */
  async shown(): Promise<{ products: Product[]; unknown: boolean }> {
    const skus = [...this.wished].slice(0, MOST_SHOWN);
    if (skus.length === 0) return { products: [], unknown: false };
    const known = await this.catalog.bySku(skus);
    const products = known.filter(({ active, stock }) => active && stock !== 0);
    return { products, unknown: known.length === 0 };
  }

  private search(): ModelTool {
    return this.tool({
      name: 'search_products',
      description: 'Searches the catalogue. Returns at most 8 products with sku, name, price and stock.',
      parameters: object({
        words: { type: 'string', description: 'What is looked for, in a few words.' },
        category: { type: 'string', description: 'Name of a category, if one was named.' },
        max_price: { type: 'string', description: 'Highest price, as 12.50.' },
      }),
      schema: Search,
      run: async ({ words, category, max_price: maxPrice }) => {
        const categoryId = await this.categoryId(category ?? '');
        const found = await this.catalog.search({
          words: categoryId === null ? `${words} ${category ?? ''}`.trim() : words,
          ...(categoryId !== null && { categoryId }),
          ...(maxPrice != null && { maxPrice }),
          limit: MOST_FOUND,
        });
        return { products: found.map(told) };
      },
    });
  }

  private show(): ModelTool {
    return this.tool({
      name: 'show_products',
      description: 'Shows products to the person as a list beneath your answer.',
      parameters: object({ skus: { type: 'array', items: { type: 'string' }, maxItems: MOST_SHOWN } }, [
        'skus',
      ]),
      schema: Show,
      run: async ({ skus }) => {
        // Before anything is waited for: calls that come together are shown in their order.
        for (const sku of skus) this.wished.add(sku);
        const known = await this.catalog.bySku(skus.slice(0, MOST_SHOWN));
        const there = known.filter(({ active, stock }) => active && stock !== 0).map(({ sku }) => sku);
        return {
          shown: there,
          notAvailable: skus.filter((sku) => !there.includes(sku)).slice(0, MOST_SHOWN),
        };
      },
    });
  }

  private orderStatus(): ModelTool {
    return this.tool({
      name: 'order_status',
      description:
        'The latest orders of the person who writes: number, state, total, date. Takes no arguments.',
      parameters: object({}),
      schema: z.unknown(),
      run: async () => {
        const orders = (await this.orders()).slice(0, MOST_ORDERS);
        return {
          orders: orders.map(({ number, state, total, at }) => ({
            number,
            state,
            total,
            date: at.toISOString().slice(0, 10),
          })),
        };
      },
    });
  }

  private person(): ModelTool {
    return this.tool({
      name: 'ask_a_person',
      description:
        'Hands the conversation to a person of the team: when one is asked for, or when you are not sure.',
      parameters: object({ because: { type: 'string', enum: ['asked', 'unsure'] } }, ['because']),
      schema: AskAPerson,
      run: async ({ because }) => {
        this.handover = because;
        return { done: true };
      },
    });
  }

  /** A tool that looks at what it is given, and stops when it is called without end. */
  private tool<T>(
    made: Omit<ModelTool, 'run'> & { schema: z.ZodType<T>; run: (input: T) => Promise<unknown> },
  ): ModelTool {
    const { schema, run, ...shown } = made;
    return {
      ...shown,
      run: async (input) => {
        if (this.ran.length >= MOST_RUNS) return { error: 'too many calls: answer now' };
        this.ran.push(shown.name);
        const read = schema.safeParse(input ?? {});
        if (!read.success) return { error: 'bad arguments' };
        // What went wrong inside is nobody's business outside.
        return run(read.data).catch(() => ({ error: 'not available now' }));
      },
    };
  }

  private async categoryId(name: string): Promise<string | null> {
    const wanted = fold(name);
    if (wanted === '') return null;
    const top = await this.catalog.categories(null);
    for (const { id } of [{ id: null }, ...top]) {
      const found = (id === null ? top : await this.catalog.categories(id)).find(
        (each) => fold(each.name) === wanted,
      );
      if (found !== undefined) return found.id;
    }
    return null;
  }
}

/** What a model needs to know of a product. */
function told({ sku, name, price, currency, stock, description }: Product): Record<string, string> {
  const left = stock === null || stock > 5 ? 'available' : `${stock} left`;
  return {
    sku,
    name,
    price: `${price} ${currency}`,
    stock: stock === 0 ? 'sold out' : left,
    description: description.slice(0, DESCRIPTION),
  };
}

function object(properties: Record<string, unknown>, required: string[] = []): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false };
}
