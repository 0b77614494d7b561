import { createHash } from 'node:crypto';
import type { Kind } from '../../../catalog/catalog.port.js';
import { partsOf } from '../reading/pointer.js';
import type { AuthenticationPart, FieldPart, InventoryFile, KindPart } from './file-schema.js';
import type {
  Authentication,
  FieldSource,
  InventoryConfig,
  KindConfig,
  Paging,
  Pointers,
} from './inventory-config.js';

type Given = string | readonly string[];

interface Shape {
  path: string;
  fields: Readonly<Record<string, Given>>;
  essential: readonly string[];
}

/** What an inventory speaks that needs no file. */
const SHAPES: Readonly<Record<Kind, Shape>> = {
  products: {
    path: '/products/',
    fields: {
      sku: '/sku',
      name: '/name',
      description: '/description',
      price: '/price',
      currency: '/currency',
      stock: '/stock',
      category: ['/category/id', '/category'],
      images: '/images',
      attributes: '/attributes',
      active: ['/is_active', '/active'],
    },
    essential: ['name', 'price'],
  },
  categories: {
    path: '/categories/',
    fields: { name: '/name', parent: ['/parent/id', '/parent'] },
    essential: ['name'],
  },
};

const PARAMETERS = { link: 'page', page: 'page', cursor: 'cursor', offset: 'offset' } as const;
const IN_ADDRESS =
  'authentication.query : la clé voyage dans l’adresse, où des journaux la gardent. Préférez un en-tête si l’inventaire le permet.';

const READABLE =
  'INVENTORY_BASE_URL : http sans TLS, la clé passe en clair. Passez à https, sauf sur un réseau que personne d’autre ne lit.';

/** The defaults with what the file changes. `baseUrl`: another inventory is another fingerprint. */
export function configOf(file: InventoryFile, baseUrl: string): InventoryConfig {
  const { since, authentication } = file;
  const config = {
    authentication: authenticationOf(authentication),
    headers: Object.fromEntries(
      Object.entries(file.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    timeoutMs: file.timeoutMs ?? 30_000,
    decimalComma: file.decimalComma ?? false,
    imageAddress: pointersOf(file.imageAddress ?? ['/url', '/src', '/image', '/href']),
    paging: pagingOf(file.paging ?? {}),
    since: {
      mode: since?.mode ?? 'auto',
      parameter: since?.parameter ?? 'updated_since',
      format: since?.format ?? 'iso',
    },
    kinds: {
      products: kindOf('products', file.products ?? {}),
      categories: kindOf('categories', file.categories ?? {}),
    },
  } as const;
  const content = JSON.stringify([baseUrl, config]);
  return {
    ...config,
    fingerprint: createHash('sha1').update(content).digest('base64url').slice(0, 8),
    warnings: warningsOf(config.authentication, baseUrl),
  };
}

function warningsOf({ kind }: Authentication, baseUrl: string): string[] {
  const { protocol, hostname } = new URL(baseUrl);
  const isReadable = protocol === 'http:' && !/^(?:localhost|127\..*|\[::1\])$/.test(hostname);
  return [...(kind === 'query' ? [IN_ADDRESS] : []), ...(isReadable && kind !== 'none' ? [READABLE] : [])];
}

function pagingOf(part: NonNullable<InventoryFile['paging']>): Paging {
  const by = part.by ?? 'link';
  return {
    by,
    parameter: part.parameter ?? PARAMETERS[by],
    sizeParameter: part.sizeParameter ?? (by === 'offset' ? 'limit' : 'page_size'),
    size: part.size ?? 100,
    first: part.first ?? 1,
    items: partsOf(part.items ?? '/results'),
    next: partsOf(part.next ?? '/next'),
    total: partsOf(part.total ?? '/count'),
  };
}

function kindOf(kind: Kind, part: KindPart): KindConfig {
  const { path, fields, essential } = SHAPES[kind];
  const list = part.list ?? path;
  const given = part.fields as Readonly<Record<string, FieldPart | undefined>> | undefined;
  return {
    list,
    detail: part.detail ?? (list.endsWith('/') ? `${list}{id}/` : `${list}/{id}`),
    query: Object.entries(part.query ?? {}),
    details: part.details ?? 'auto',
    item: partsOf(part.item ?? ''),
    id: pointersOf(part.id ?? '/id'),
    version: pointersOf(part.version ?? '/updated_at'),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, standard]) => [name, sourceOf(given?.[name] ?? standard)]),
    ),
    essential,
  };
}

function sourceOf(part: FieldPart | Given): FieldSource {
  if (typeof part === 'string' || part instanceof Array) return { from: pointersOf(part), equals: null };
  if ('value' in part) return { value: part.value };
  return { from: pointersOf(part.at), equals: [part.equals].flat() };
}

function pointersOf(given: Given): Pointers {
  return [given].flat().map(partsOf);
}

function authenticationOf(part: AuthenticationPart | undefined): Authentication {
  if (part === undefined) return { kind: 'header', name: 'x-api-key', prefix: '' };
  if (part === 'none') return { kind: 'none' };
  if (part === 'bearer') return { kind: 'header', name: 'authorization', prefix: 'Bearer ' };
  if (part === 'basic') return { kind: 'basic', username: null };
  if ('basic' in part) return { kind: 'basic', username: part.basic.username };
  if ('query' in part) return { kind: 'query', name: part.query };
  return { kind: 'header', name: part.header.name.toLowerCase(), prefix: part.header.prefix ?? '' };
}
