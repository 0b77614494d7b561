import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InventoryKeys } from '../../catalog/catalog.port.js';
import { Secret } from '../../kernel/secret.js';

type Thing = Readonly<Record<string, unknown>>;
/** Answers in place of the inventory; `true`: it did. */
type Trick = (call: { url: URL; nth: number; request: IncomingMessage; response: ServerResponse }) => boolean;

/** An inventory as the default adapter expects it, on a port of its own, with tricks on request. */
export class FakeInventory {
  products: Thing[] = [];
  categories: Thing[] = [];
  key: string | null = 'key-one';
  hasEtags = false;
  knowsSince = false;
  largestPage = 1_000;
  trick: Trick = () => false;
  /** Request lines, as they came. */
  readonly lines: string[] = [];
  readonly seen: IncomingMessage['headers'][] = [];
  busy = 0;
  busiest = 0;
  private server: Server | undefined;
  private port = 0;

  async open(): Promise<this> {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise<void>((ready) => this.server?.listen(0, '127.0.0.1', ready));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get baseUrl(): string {
    return `${this.origin}/api`;
  }

  /** What was asked since the last look. */
  asked(): string[] {
    this.seen.length = 0;
    return this.lines.splice(0);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.origin);
    this.lines.push(`${request.method} ${request.url}`);
    this.seen.push(request.headers);
    this.busy += 1;
    this.busiest = Math.max(this.busiest, this.busy);
    response.on('close', () => (this.busy -= 1));
    if (this.trick({ url, nth: this.lines.length, request, response })) return;
    if (this.key !== null && request.headers['x-api-key'] !== this.key)
      return send(response, 401, { detail: 'Invalid key' });
    const [, , room, id] = url.pathname.split('/');
    const all = room === 'products' ? this.products : room === 'categories' ? this.categories : null;
    if (all === null) return send(response, 404, { detail: 'Not found' });
    if (id === '') return this.page(url, request, response, all);
    const found = all.find((each) => String(each['id']) === decodeURIComponent(id ?? ''));
    send(response, found === undefined ? 404 : 200, found ?? { detail: 'Not found' });
  }

  private page(url: URL, request: IncomingMessage, response: ServerResponse, all: readonly Thing[]): void {
    const since = url.searchParams.get('updated_since');
    const listed =
      this.knowsSince && since !== null ? all.filter((each) => String(each['updated_at']) >= since) : all;
    const size = Math.min(Number(url.searchParams.get('page_size') ?? 20), this.largestPage);
    const page = Number(url.searchParams.get('page') ?? 1);
    if (page > 1 && (page - 1) * size >= listed.length)
      return send(response, 404, { detail: 'Invalid page.' });
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    next.searchParams.set('page_size', String(size));
    const body = {
      count: listed.length,
      next: page * size < listed.length ? next.href : null,
      previous: null,
      results: listed.slice((page - 1) * size, page * size),
    };
    if (!this.hasEtags) return send(response, 200, body);
    const etag = `W/"${JSON.stringify(body.results).length}-${JSON.stringify(body.results).slice(-60).replace(/[^\w]/g, '')}"`;
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else send(response, 200, body);
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** So many products, whole. */
export function products(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    sku: `S${n + 1}`,
    name: `Produit ${n + 1}`,
    price: '1.50',
    currency: 'USD',
    category: 1,
    updated_at: '2026-11-20T06:14:09Z',
  }));
}

/** Keys as the catalogue keeps them: in order, refused ones are left alone. */
export class FakeKeys implements InventoryKeys {
  readonly refusals: string[] = [];
  readonly successes: string[] = [];
  missed = 0;

  constructor(private readonly secrets: readonly string[]) {}

  use(): Promise<{ id: string; secret: Secret } | null> {
    const free = this.secrets.find((secret) => !this.refusals.includes(secret));
    return Promise.resolve(free === undefined ? null : { id: free, secret: new Secret(free) });
  }

  worked(id: string): void {
    this.successes.push(id);
  }

  refused(id: string): Promise<void> {
    this.refusals.push(id);
    return Promise.resolve();
  }

  missing(): Promise<void> {
    this.missed += 1;
    return Promise.resolve();
  }
}
