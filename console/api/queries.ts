import { keepPreviousData, type QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  Conversation,
  Fault,
  Figures,
  Health,
  Message,
  OwnNumber,
  Page,
  Period,
  TokenStatus,
} from './shapes.js';
import { call } from './wire.js';

const SECOND = 1_000;

export interface Filter {
  period: Period;
  number: string | null;
  flow: string | null;
}

export function useNumbers(): UseQueryResult<OwnNumber[]> {
  return useQuery({
    queryKey: ['numbers'],
    queryFn: async ({ signal }) => (await call<Page<OwnNumber>>('/api/numbers', { signal })).items,
    refetchInterval: 15 * SECOND,
  });
}

export function useFigures({ period, number, flow }: Filter): UseQueryResult<Figures> {
  return useQuery({
    queryKey: ['figures', period, number, flow],
    queryFn: ({ signal }) =>
      call<Figures>('/api/metrics/summary', { signal, query: { period, number, flow } }),
    placeholderData: keepPreviousData,
    refetchInterval: 30 * SECOND,
  });
}

/** The latest messages; asked for by the clock only while no live line is open. */
export function useRecent(number: string | null, isLive: boolean): UseQueryResult<Message[]> {
  return useQuery({
    queryKey: ['messages', number],
    queryFn: async ({ signal }) =>
      (await call<Page<Message>>('/api/messages', { signal, query: { limit: 12, number } })).items,
    placeholderData: keepPreviousData,
    refetchInterval: (isLive ? 60 : 15) * SECOND,
  });
}

export function useFaults(): UseQueryResult<Fault[]> {
  return useQuery({
    queryKey: ['errors'],
    queryFn: async ({ signal }) =>
      (await call<Page<Fault>>('/api/errors', { signal, query: { open: true, limit: 50 } })).items,
    refetchInterval: 20 * SECOND,
  });
}

/** A service that is not well answers 503, and tells what it is. */
export function useHealth(): UseQueryResult<Health> {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => call<Health>('/health/ready', { signal, alsoGood: [503] }),
    refetchInterval: 20 * SECOND,
  });
}

/** The state of each account's token, for those who look after tokens. */
export function useTokens(accounts: readonly string[], isAllowed: boolean): UseQueryResult<TokenStatus[]> {
  return useQuery({
    queryKey: ['tokens', ...accounts],
    enabled: isAllowed && accounts.length > 0,
    queryFn: async ({ signal }) => {
      const asked = accounts.map((accountId) =>
        call<TokenStatus>('/api/wallet/whatsapp-status', { signal, query: { accountId } }),
      );
      const settled = await Promise.allSettled(asked);
      return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    },
    refetchInterval: 60 * SECOND,
  });
}

/** Conversations that moved last: they say who wrote. */
export function usePeople(): UseQueryResult<Map<string, string | null>> {
  return useQuery({
    queryKey: ['people'],
    queryFn: async ({ signal }) => {
      const { items } = await call<Page<Conversation>>('/api/conversations', {
        signal,
        query: { limit: 50 },
      });
      return new Map(items.map(({ contactId, phone }) => [contactId, phone]));
    },
    refetchInterval: 60 * SECOND,
  });
}

/** Something happened in a conversation: what shows it is read anew. */
export async function readAnew(client: QueryClient, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })));
}
