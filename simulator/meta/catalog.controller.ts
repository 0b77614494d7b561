import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBatch } from './catalog-batch.js';
import type { CatalogItem, Catalogs, Remark } from './catalogs.js';
import type { ObjectParams } from './graph.controller.js';
import { VERSION } from './graph.controller.js';
import { noSuchObject } from './graph.errors.js';
import type { Management } from './management.js';

interface Parts {
  management: Management;
  catalogs: Catalogs;
}

interface Call {
  Params: ObjectParams;
  Querystring: Record<string, string | undefined>;
}

const ID = /^\d{1,32}$/;
const MOST_LISTED = 1_000;
const optionsWish = z.strictObject({
  workMs: z.number().int().min(0).max(3_600_000).optional(),
  most: z.number().int().min(1).max(5_000).optional(),
  rejectTitles: z.string().max(100).optional(),
});

/** `/{catalogue}/items_batch`, what became of a batch, and what buyers see. Faults strike them as `account`. */
export function catalogController(app: FastifyInstance, { management, catalogs }: Parts): void {
  app.post<Call>(`${VERSION}/:id/items_batch`, (request, reply) => {
    const facts = { on: 'account', what: 'catalog:batch', body: sizeOf(request.body) } as const;
    return management.answer(request, reply, facts, () => {
      const id = mustBeCatalog(request.params.id, 'post');
      const { requests, refused } = readBatch(request.body, catalogs.options.most);
      const handles = requests.length === 0 ? [] : [catalogs.take(id, requests)];
      return { body: { handles, validation_status: refused.map(validation) } };
    });
  });
  app.get<Call>(`${VERSION}/:id/check_batch_request_status`, (request, reply) => {
    return management.answer(request, reply, { on: 'account', what: 'catalog:status' }, () => {
      const id = mustBeCatalog(request.params.id, 'get');
      const { handle = '', load_ids_of_invalid_requests: isWanted } = request.query;
      const errors = catalogs.outcome(id, handle);
      return { body: { data: errors === undefined ? [] : [statusOf(handle, errors, isWanted === 'true')] } };
    });
  });
  app.get<Call>(`${VERSION}/:id/products`, (request, reply) => {
    return management.answer(request, reply, { on: 'account', what: 'catalog:products' }, () => {
      const id = mustBeCatalog(request.params.id, 'get');
      const limit = Math.min(MOST_LISTED, Number(request.query['limit']) || 25);
      const from = Number(request.query['after']) || 0;
      const data = catalogs
        .items(id)
        .slice(from, from + limit)
        .map(productView);
      const cursors = { before: String(from), after: String(from + data.length) };
      return { body: { data, paging: { cursors } } };
    });
  });
}

/** The switches of the catalogues. */
export function catalogControl(app: FastifyInstance, { catalogs }: Parts): void {
  const shown = (): object => ({
    options: catalogs.options,
    catalogs: catalogs.ids().map((id) => ({ id, items: catalogs.items(id).length })),
  });
  app.get('/sim/catalogs', shown);
  app.patch('/sim/catalogs', ({ body }) => {
    const change = Object.entries(optionsWish.parse(body)).filter(([, value]) => value !== undefined);
    catalogs.options = { ...catalogs.options, ...Object.fromEntries(change) };
    return shown();
  });
}

function mustBeCatalog(id: string, verb: string): string {
  if (!ID.test(id)) throw noSuchObject(id, verb);
  return id;
}

/** The ledger keeps no batch whole. */
function sizeOf(body: unknown): object {
  const requests = (body as { requests?: unknown } | null)?.requests;
  return { requests: Array.isArray(requests) ? requests.length : 0 };
}

function validation({ id, message }: Remark): object {
  return { retailer_id: id, errors: [{ message }], warnings: [] };
}

function statusOf(handle: string, errors: readonly Remark[] | null, isWanted: boolean): object {
  return {
    handle,
    status: errors === null ? 'started' : 'finished',
    errors: (errors ?? []).slice(0, 100).map(({ id, message }, line) => ({ line, id, message })),
    warnings: [],
    errors_total_count: errors?.length ?? 0,
    warnings_total_count: 0,
    ids_of_invalid_requests: isWanted ? (errors ?? []).map(({ id }) => id) : [],
  };
}

function productView(item: CatalogItem): object {
  const [price, currency] = String(item['price']).split(' ');
  const [image] = Array.isArray(item['image']) ? (item['image'] as { url?: string }[]) : [];
  return {
    id: `7${Buffer.from(item.id).toString('hex').slice(0, 12)}`,
    retailer_id: item.id,
    name: item['title'],
    price,
    currency,
    availability: item['availability'],
    image_url: image?.url,
    url: item['link'],
  };
}
