import type { Kind } from '../../../catalog/catalog.port.js';

/** Places in a JSON text, the first that holds something counts; each is a pointer in its parts. */
export type Pointers = readonly (readonly string[])[];

/** How a call says who we are; the key itself is nowhere here. */
export type Authentication =
  | { kind: 'none' }
  | { kind: 'header'; name: string; prefix: string }
  /** Without a name the key is `name:password`. */
  | { kind: 'basic'; username: string | null }
  | { kind: 'query'; name: string };

export const PAGING = ['link', 'cursor', 'page', 'offset'] as const;

export interface Paging {
  /** `link`: the answer holds the address of the next page; `cursor`: a word that names it; `page`, `offset`: we count. */
  by: (typeof PAGING)[number];
  parameter: string;
  sizeParameter: string;
  size: number;
  /** The number of the first page. */
  first: number;
  items: readonly string[];
  next: readonly string[];
  total: readonly string[];
}

export const SINCE_FORMATS = ['iso', 'date', 'seconds', 'milliseconds'] as const;

export interface Since {
  /** `auto`: used as soon as the inventory showed that it knows it. */
  mode: 'auto' | 'always' | 'never';
  parameter: string;
  format: (typeof SINCE_FORMATS)[number];
}

/** Where a value comes from: from places, or it is always the same. `equals`: whether it is one of these. */
export type FieldSource =
  | { from: Pointers; equals: readonly unknown[] | null }
  | { value: string | number | boolean | null };

export interface KindConfig {
  list: string;
  /** With `{id}`. */
  detail: string;
  query: readonly (readonly [name: string, value: string])[];
  /** `auto`: for lines that do not hold what matters. */
  details: 'auto' | 'always' | 'never';
  /** Where the thing is in the answer of `detail`. */
  item: readonly string[];
  id: Pointers;
  version: Pointers;
  fields: Readonly<Record<string, FieldSource>>;
  /** Fields without which a line is not whole. */
  essential: readonly string[];
}

export interface InventoryConfig {
  authentication: Authentication;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  decimalComma: boolean;
  /** The address within a picture that is an object. */
  imageAddress: Pointers;
  paging: Paging;
  since: Since;
  kinds: Readonly<Record<Kind, KindConfig>>;
  /** Another file, another fingerprint: what was read before has to be read again. */
  fingerprint: string;
  /** What is unwise about it, in French. */
  warnings: readonly string[];
}
