import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type Pages, usePages } from '../api/pages.js';
import { readAnew } from '../api/queries.js';
import type { Page } from '../api/shapes.js';
import { call } from '../api/wire.js';
import type { Category, Change, Commerce, CommerceItem, Kind, KindStatus } from './shapes.js';
import type { Product, Run, RunFault } from './shapes.js';

const SECOND = 1_000;
const ROOM = 'catalog';

export interface ProductFilter {
  words: string;
  /** Its name is kept, because a list of categories has one level only. */
  category: { id: string; name: string } | null;
  active: 'true' | 'false' | null;
}

export function useProducts({ words, category, active }: ProductFilter): Pages<Product> {
  return usePages({
    key: [ROOM, 'products', words, category?.id ?? null, active],
    path: '/api/catalog/products',
    query: { limit: 30, q: words, category: category?.id ?? null, active },
    everyMs: 60 * SECOND,
  });
}

export function useProduct(id: string): UseQueryResult<Product> {
  return useQuery({
    queryKey: [ROOM, 'product', id],
    queryFn: ({ signal }) => call<Product>(`/api/catalog/products/${id}`, { signal }),
  });
}

export function useHistory(id: string): Pages<Change> {
  const path = `/api/catalog/products/${id}/history`;
  return usePages({ key: [ROOM, 'history', id], path, query: { limit: 20 }, everyMs: 60 * SECOND });
}

/** One level: the first categories, or those that one contains. */
export function useCategories(parentId: string | null): UseQueryResult<Category[]> {
  return useQuery({
    queryKey: [ROOM, 'categories', parentId],
    queryFn: async ({ signal }) =>
      (await call<Page<Category>>('/api/catalog/categories', { signal, query: { parentId } })).items,
  });
}

export function useCopyStatus(): UseQueryResult<Record<Kind, KindStatus>> {
  return useQuery({
    queryKey: [ROOM, 'status'],
    queryFn: ({ signal }) => call<Record<Kind, KindStatus>>('/inventory/api/status', { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.products.running || data?.categories.running ? 2 * SECOND : 15 * SECOND,
  });
}

export function useRuns(isRunning: boolean): Pages<Run> {
  const everyMs = (isRunning ? 2 : 15) * SECOND;
  return usePages({ key: [ROOM, 'runs'], path: '/api/catalog/runs', query: { limit: 20 }, everyMs });
}

export function useRun(id: string): UseQueryResult<Run> {
  return useQuery({
    queryKey: [ROOM, 'run', id],
    queryFn: ({ signal }) => call<Run>(`/api/catalog/runs/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'RUNNING' ? SECOND : false),
  });
}

export function useRunFaults(id: string): Pages<RunFault> {
  const path = `/api/catalog/runs/${id}/faults`;
  return usePages({ key: [ROOM, 'faults', id], path, query: { limit: 30 }, everyMs: 30 * SECOND });
}

export function useCopy(): UseMutationResult<{ runId: string }, Error, { kind: Kind; force: boolean }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, force }: { kind: Kind; force: boolean }) =>
      call<{ runId: string }>(`/inventory/sync/${kind}`, { method: 'POST', body: { force } }),
    onSettled: () => readAnew(client, [ROOM]),
  });
}

export function useStop(id: string): UseMutationResult<Run, Error, undefined> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Run>(`/api/catalog/runs/${id}/stop`, { method: 'POST' }),
    onSettled: () => readAnew(client, [ROOM]),
  });
}

const COMMERCE = 'commerce';

export function useCommerce(): UseQueryResult<Commerce[]> {
  return useQuery({
    queryKey: [COMMERCE],
    queryFn: async ({ signal }) => (await call<Page<Commerce>>('/api/catalog/commerce', { signal })).items,
    refetchInterval: 10 * SECOND,
  });
}

/** What the commerce catalogue said of products: why it refused them, or what it warns of. */
export function useRemarks(catalogId: string, about: 'refused' | 'warned'): Pages<CommerceItem> {
  return usePages({
    key: [COMMERCE, about, catalogId],
    path: `/api/catalog/commerce/${catalogId}/items`,
    query: { limit: 20, ...(about === 'refused' ? { state: 'REFUSED' } : { warned: true }) },
    everyMs: 30 * SECOND,
  });
}

export function useExport(catalogId: string): UseMutationResult<unknown, Error, { force: boolean }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { force: boolean }) =>
      call(`/api/catalog/commerce/${catalogId}/export`, { method: 'POST', body }),
    onSettled: () => readAnew(client, [COMMERCE]),
  });
}
