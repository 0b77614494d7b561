import {
  keepPreviousData,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type Pages, usePages } from '../api/pages.js';
import { readAnew } from '../api/queries.js';
import { call } from '../api/wire.js';
import type { Period } from './period.js';
import type { Code, CodeState, Holder, Pair, PairKind, PairState, Statistics } from './shapes.js';

const OFTEN = 15_000;
const SELDOM = 60_000;
const PAIRS = 'pairs';
const CODES = 'codes';

/** The codes; a code that is searched never stands in an address. */
export function useCodes(code: string, state: CodeState | null): Pages<Code> {
  return usePages({
    key: [CODES, code, state],
    path: '/api/uic/search',
    query: { code, state, limit: 30 },
    everyMs: OFTEN,
    isHidden: true,
  });
}

export function useStatistics({ from, to }: Period, isWhole: boolean): UseQueryResult<Statistics> {
  return useQuery({
    queryKey: ['uic-statistics', from, to],
    enabled: isWhole,
    queryFn: ({ signal }) => call<Statistics>('/api/uic/statistics', { signal, query: { from, to } }),
    placeholderData: keepPreviousData,
    refetchInterval: SELDOM,
  });
}

export interface Reminded {
  kind: 'message' | 'template';
}

/** Sends a code again: to one of those who have it, or to the only one. */
export function useRemind(codeId: string): UseMutationResult<Reminded, Error, string | undefined> {
  return useMutation({
    mutationFn: (contactId) =>
      call<Reminded>(`/api/uic/${codeId}/remind`, {
        method: 'POST',
        body: contactId === undefined ? {} : { contactId },
      }),
  });
}

/** Who has a code. Each look leaves a line in the audit trail: nobody looks by the way, nor again by itself. */
export function useHolders(codeId: string, isAsked: boolean): UseQueryResult<Holder[]> {
  return useQuery({
    queryKey: [CODES, codeId, 'holders'],
    enabled: isAsked,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: async ({ signal }) =>
      (await call<{ items: Holder[] }>(`/api/uic/${codeId}/holders`, { signal })).items,
  });
}

export function usePairs(state: PairState | null, kind: PairKind | null): Pages<Pair> {
  return usePages({
    key: [PAIRS, state, kind],
    path: '/api/uic/duplicates',
    query: { limit: 20, state, kind },
    everyMs: OFTEN,
  });
}

/** What can be said of a pair. */
export type Verdict = 'same' | 'different' | 'reopen';

export function useVerdict(id: string): UseMutationResult<Pair, Error, Verdict> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verdict: Verdict) =>
      verdict === 'reopen'
        ? call<Pair>(`/api/uic/duplicates/${id}/reopen`, { method: 'POST' })
        : call<Pair>(`/api/uic/duplicates/${id}/decide`, { method: 'POST', body: { decision: verdict } }),
    onSettled: () => readAnew(client, [PAIRS, CODES]),
  });
}
