import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { readAnew } from '../api/queries.js';
import type { Page } from '../api/shapes.js';
import { call } from '../api/wire.js';
import type { InventoryKey, Trial } from './shapes.js';

const PATH = '/api/catalog/inventory-keys';
const KEYS = 'inventory-keys';

export function useKeys(isAllowed: boolean): UseQueryResult<InventoryKey[]> {
  return useQuery({
    queryKey: [KEYS],
    enabled: isAllowed,
    queryFn: async ({ signal }) => (await call<Page<InventoryKey>>(PATH, { signal })).items,
    refetchInterval: 30_000,
  });
}

/** What can be done about keys. A secret goes to the server only, and is kept nowhere here. */
export type KeyDeed =
  | { do: 'add'; label: string; secret: string }
  | { do: 'replace'; id: string; secret: string }
  | { do: 'revoke'; id: string };

export function useKeyDeed(): UseMutationResult<unknown, Error, KeyDeed> {
  const client = useQueryClient();
  return useMutation({
    // What was given to a mutation is forgotten as soon as nobody looks at it.
    gcTime: 0,
    mutationFn: perform,
    onSettled: () => readAnew(client, [KEYS, 'catalog']),
  });
}

function perform(deed: KeyDeed): Promise<unknown> {
  if (deed.do === 'add') {
    const { label, secret } = deed;
    return call(PATH, { method: 'POST', body: { label, secret } });
  }
  if (deed.do === 'revoke') return call(`${PATH}/${deed.id}`, { method: 'DELETE' });
  return call(`${PATH}/${deed.id}`, { method: 'PUT', body: { secret: deed.secret } });
}

export function useTrial(id: string): UseMutationResult<Trial, Error, undefined> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Trial>(`${PATH}/${id}/test`, { method: 'POST' }),
    onSettled: () => readAnew(client, [KEYS]),
  });
}
