import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Inventory } from '../inventory/inventory.js';
import { troubleWish } from '../inventory/troubles.js';

const MOST_PRODUCTS = 1_000_000;

const wish = z.strictObject({
  /** So many products from the first on. */
  products: z.number().int().min(0).max(MOST_PRODUCTS).optional(),
  /** This share of them changes its price and its stock. */
  touch: z.number().positive().max(1).optional(),
  remove: z.array(z.number().int()).optional(),
  restore: z.array(z.number().int()).optional(),
  /** Has a product say something else, right or wrong. */
  override: z
    .array(z.strictObject({ id: z.number().int(), values: z.record(z.string(), z.unknown()) }))
    .optional(),
  categories: z
    .array(z.strictObject({ id: z.number().int(), name: z.string(), parent: z.number().int().nullable() }))
    .optional(),
  faults: z.array(troubleWish).optional(),
  clearFaults: z.boolean().optional(),
  mostPerPage: z.number().int().min(1).max(10_000).optional(),
  brief: z.boolean().optional(),
  etags: z.boolean().optional(),
  since: z.boolean().optional(),
  latencyMs: z.number().int().min(0).max(60_000).optional(),
  key: z.string().min(1).optional(),
});

/** The inventory: what is in it, how it behaves, what goes wrong with it. */
export function inventoryControl(app: FastifyInstance, inventory: Inventory): void {
  const view = (): object => ({
    products: inventory.size,
    ...inventory.manners,
    key: undefined,
    faults: inventory.troubles.all,
    received: inventory.received,
  });
  app.get('/sim/inventory', view);
  app.post('/sim/inventory', ({ body }) => {
    const {
      products,
      touch,
      remove,
      restore,
      override = [],
      categories,
      faults = [],
      clearFaults,
      ...manners
    } = wish.parse(body);
    if (clearFaults === true) inventory.troubles.clear();
    if (products !== undefined) inventory.resize(products);
    const touched = touch === undefined ? 0 : inventory.touch(touch);
    if (remove !== undefined) inventory.remove(remove);
    if (restore !== undefined) inventory.restore(restore);
    for (const { id, values } of override) inventory.override(id, values);
    if (categories !== undefined) inventory.shelves = categories;
    for (const fault of faults) inventory.troubles.add(fault);
    Object.assign(inventory.manners, manners);
    return { ...view(), touched };
  });
  app.delete('/sim/inventory', () => {
    inventory.reset();
    return { reset: true };
  });
}
