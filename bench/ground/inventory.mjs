// An inventory of products for the benchmarks, as a process of its own: pages and single items, ready before they are asked for, so that
// hardly anything but the copying is measured. `POST /control` says what it is to be; see `wish` below.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { CATEGORIES, category, product } from '../load/catalog-products.mjs';

const MOST_A_PAGE = 1_000;

/** How many products; whether pages carry ETags, and items when they changed; whether a listing names its items only; ms before each answer. */
const wish = { size: 0, etags: false, versions: true, brief: false, latency: 0, pageSize: 100 };
/** Each as JSON, and how often it has changed. */
let products = [];
let changes = [];
let categories = [];
let pages = new Map();
/** What was asked for since the last order, and how many at once. */
let seen = { calls: 0, open: 0, most: 0 };

const server = createServer((request, response) => {
  if (request.method === 'POST') return void order(request, response);
  seen.calls += 1;
  seen.open += 1;
  seen.most = Math.max(seen.most, seen.open);
  const answer = () => {
    seen.open -= 1;
    give(request, response);
  };
  if (wish.latency > 0) setTimeout(answer, wish.latency);
  else answer();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));

function give({ url, headers }, response) {
  const { pathname, searchParams } = new URL(url, 'http://inventory');
  const [kind, id] = pathname.split('/').filter(Boolean);
  if (id !== undefined) return single(response, Number(id.slice(1)));
  const size = Math.min(MOST_A_PAGE, Number(searchParams.get('page_size') ?? wish.pageSize));
  const made = page(kind, { number: Number(searchParams.get('page') ?? 1), size, host: headers.host });
  if (made === undefined) return void response.writeHead(404).end();
  if (wish.etags && headers['if-none-match'] === made.etag)
    return void response.writeHead(304, { etag: made.etag }).end();
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': made.body.length,
    ...(wish.etags && { etag: made.etag }),
  });
  response.end(made.body);
}

function single(response, number) {
  const body = products[number - 1];
  if (body === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

function page(kind, { number, size, host }) {
  const all = { products, categories }[kind];
  if (all === undefined) return undefined;
  const key = `${kind} ${number} ${size} ${host}`;
  const known = pages.get(key);
  if (known !== undefined) return known;
  const slice = all.slice((number - 1) * size, number * size);
  const items = wish.brief && kind === 'products' ? slice.map(named) : slice;
  const isLast = number * size >= all.length;
  const next = isLast ? 'null' : `"http://${host}/${kind}/?page=${number + 1}&page_size=${size}"`;
  const body = Buffer.from(`{"count":${all.length},"next":${next},"results":[${items.join()}]}`);
  const made = { body, etag: `"${createHash('sha1').update(body).digest('base64url')}"` };
  pages.set(key, made);
  return made;
}

function named(text) {
  const { id, updated_at } = JSON.parse(text);
  return JSON.stringify({ id, updated_at });
}

async function order(request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { changePercent, ...given } = JSON.parse(text);
  if (Object.keys(given).length > 0) {
    Object.assign(wish, given);
    categories = Array.from({ length: CATEGORIES }, (_, at) => JSON.stringify(category(at + 1)));
    changes = new Uint8Array(wish.size);
    products = Array.from(changes, (_, at) => content(at));
  }
  const step = changePercent === undefined ? Infinity : 100 / changePercent;
  for (let at = 0; at < wish.size && step < Infinity; at += step) {
    changes[at] += 1;
    products[at] = content(at);
  }
  pages = new Map();
  const { host } = request.headers;
  for (let number = 1; (number - 1) * wish.pageSize < wish.size; number += 1)
    page('products', { number, size: wish.pageSize, host });
  response.end(JSON.stringify(seen));
  seen = { calls: 0, open: 0, most: 0 };
}

function content(at) {
  const made = product(at + 1, changes[at]);
  if (!wish.versions) delete made.updated_at;
  return JSON.stringify(made);
}
