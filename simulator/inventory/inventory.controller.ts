import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deflateSync } from 'node:zlib';
import type { Inventory } from './inventory.js';
import type { Call, Trouble } from './troubles.js';

interface Query {
  page?: string;
  page_size?: string;
  updated_since?: string;
}

const USUAL_PAGE = 100;

/** The REST interface of the inventory, beneath its prefix. */
export function inventoryController(app: FastifyInstance, inventory: Inventory): void {
  for (const on of ['products', 'categories'] as const) {
    app.get<{ Querystring: Query }>(`/api/${on}`, (request, reply) => {
      const page = Math.max(1, Number(request.query.page ?? 1) || 1);
      return served({ inventory, request, reply }, { on, page }, (trouble) =>
        listing(inventory, { on, page }, { ...request.query, origin: originOf(request) }, trouble),
      );
    });
    app.get<{ Params: { id: string } }>(`/api/${on}/:id`, (request, reply) => {
      const { id } = request.params;
      return served({ inventory, request, reply }, { on, item: id }, () =>
        on === 'products' ? inventory.product(Number(id)) : shelfOf(inventory, id),
      );
    });
  }
  app.get<{ Params: { name: string } }>('/images/:name', (request, reply) =>
    reply.type('image/png').send(picture(Number.parseInt(request.params.name, 10) || 0)),
  );
}

interface Asked {
  inventory: Inventory;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Answers as the inventory would, or as its trouble has it, and writes the call down. */
async function served(
  { inventory, request, reply }: Asked,
  call: Call,
  answer: (trouble?: Trouble) => object | null,
): Promise<FastifyReply> {
  const { manners } = inventory;
  const trouble = inventory.troubles.strike(call);
  const wait = manners.latencyMs + (trouble?.kind === 'slow' ? trouble.ms : 0);
  if (wait > 0) await sleep(wait, undefined, { ref: false });
  const note = (status: number): void => inventory.note(request.method, request.url, status);
  if (trouble?.kind === 'cut') {
    note(0);
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  const status = statusOf(trouble, request.headers['x-api-key'] === manners.key);
  if (status !== 200) {
    note(status);
    if (status === 429) void reply.header('retry-after', String(trouble?.retryAfter ?? 1));
    return reply.code(status).send({ detail: DETAILS[status] });
  }
  const body = answer(trouble);
  if (body === null) {
    note(404);
    return reply.code(404).send({ detail: 'Not found.' });
  }
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
  const isSame = trouble === undefined && manners.etags && request.headers['if-none-match'] === etag;
  note(isSame ? 304 : 200);
  if (trouble?.kind === 'html') return reply.type('text/html').send('<html><body>Welcome</body></html>');
  void reply.type('application/json');
  if (trouble?.kind === 'broken') return reply.send(text.slice(0, text.length / 2));
  if (!manners.etags) return reply.send(text);
  return isSame ? reply.code(304).header('etag', etag).send() : reply.header('etag', etag).send(text);
}

const DETAILS: Readonly<Record<number, string>> = {
  401: 'Invalid API key.',
  429: 'Request was throttled.',
  500: 'Server error.',
};

function statusOf(trouble: Trouble | undefined, isKeyRight: boolean): number {
  if (!isKeyRight || trouble?.kind === 'unauthorised') return 401;
  if (trouble?.kind === 'throttled') return 429;
  return trouble?.kind === 'error' ? 500 : 200;
}

function listing(
  inventory: Inventory,
  { on, page = 1 }: Call,
  query: Query & { origin: string },
  trouble?: Trouble,
): object {
  const asked = Math.max(1, Number(query.page_size ?? USUAL_PAGE) || USUAL_PAGE);
  const size = Math.min(asked, inventory.manners.mostPerPage);
  const shown = trouble?.kind === 'repeat' || trouble?.kind === 'endless' ? 1 : page;
  const from = (shown - 1) * size;
  const { total, items } =
    on === 'products'
      ? inventory.page(from, size, query.updated_since ?? null)
      : { total: inventory.shelves.length, items: inventory.shelves.slice(from, from + size) };
  const count = trouble?.kind === 'shrink' ? Math.max(0, total - page) : total;
  const isMore = trouble?.kind === 'endless' || page * size < count;
  return {
    count,
    next: isMore ? linkTo(on, page + 1, { size, query }) : null,
    previous: page > 1 ? linkTo(on, page - 1, { size, query }) : null,
    results: items,
  };
}

function linkTo(
  on: Call['on'],
  page: number,
  { size, query }: { size: number; query: Query & { origin: string } },
): string {
  const words = new URLSearchParams({ page: String(page), page_size: String(size) });
  if (query.updated_since !== undefined) words.set('updated_since', query.updated_since);
  return `${query.origin}/inventory/api/${on}/?${words.toString()}`;
}

/** Under the name by which it was called. */
function originOf({ protocol, headers }: FastifyRequest): string {
  return `${protocol}://${headers.host ?? 'localhost'}`;
}

function shelfOf(inventory: Inventory, id: string): object | null {
  return inventory.shelves.find((shelf) => String(shelf.id) === id) ?? null;
}

const SIDE = 96;
const COLOURS = ['#e07a5f', '#3d405b', '#81b29a', '#f2cc8f', '#457b9d', '#8d6a9f', '#2a9d8f', '#e76f51'];

/** A plain square: the picture of a product of which nobody took one. */
function picture(n: number): Buffer {
  const colour = Buffer.from((COLOURS[n % COLOURS.length] ?? '#888888').slice(1), 'hex');
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: SIDE }, () => colour)]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: SIDE }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'ascii'), data]);
  const framed = Buffer.alloc(8);
  framed.writeUInt32BE(data.length, 0);
  framed.writeUInt32BE(crc(body), 4);
  return Buffer.concat([framed.subarray(0, 4), body, framed.subarray(4)]);
}

function crc(data: Buffer): number {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
