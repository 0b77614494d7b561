/** What the API answers about the catalogue, as far as the console reads it. */
export interface Product {
  id: string;
  sku: string;
  name: string;
  description: string;
  price: string;
  currency: string;
  stock: number | null;
  categoryId: string | null;
  images: string[];
  active: boolean;
  syncedAt: string;
}

export interface Category {
  id: string;
  name: string;
  parentId: string | null;
  products: number;
}

export interface Change {
  id: string;
  field: 'price' | 'stock' | 'active';
  from: string | null;
  to: string | null;
  changedAt: string;
}

export const KINDS = ['products', 'categories'] as const;
export type Kind = (typeof KINDS)[number];

export interface Run {
  runId: string;
  kind: Kind;
  state: 'RUNNING' | 'DONE' | 'FAILED' | 'STOPPED' | 'LOST';
  cause: string;
  complete: boolean;
  rootId: string;
  startedAt: string;
  finishedAt: string | null;
  pages: number;
  expected: number | null;
  total: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  disabled: number;
  apiCalls: number;
  apiMs: number;
  durationMs: number;
  error: { code: string; message: string } | null;
}

export interface RunFault {
  id: string;
  remoteId: string | null;
  name: string | null;
  reason: string;
}

export interface KindStatus {
  count: number;
  active: number;
  running: boolean;
  lastRunAt: string | null;
  lastSuccessAt: string | null;
  nextDueAt: string | null;
  lastError: string | null;
}

export interface InventoryKey {
  id: string;
  label: string;
  state: 'active' | 'revoked';
  inUse: boolean;
  ending: string | null;
  createdAt: string | null;
  lastUsedAt: string | null;
  refusedAt: string | null;
  pausedUntil: string | null;
  revokedAt: string | null;
}

export interface Trial {
  ok: boolean;
  words: string;
  advice: string | null;
}

export interface CommerceItem {
  id: string;
  sku: string;
  errors: string[];
  warnings: string[];
}

export interface CommerceBatch {
  id: string;
  state: 'SENDING' | 'SENT' | 'DONE' | 'FAILED' | 'LOST';
  items: number;
  accepted: number;
  refused: number;
  sentAt: string;
  error: string | null;
}

export interface Commerce {
  catalogId: string;
  target: string;
  counts: { pending: number; sent: number; ok: number; refused: number; warned: number };
  lastExport: {
    id: string;
    state: Run['state'];
    startedAt: string;
    sent: number;
    accepted: number;
    refused: number;
    removed: number;
    error: { code: string; message: string } | null;
  } | null;
  /** The latest first. */
  batches: CommerceBatch[];
}
