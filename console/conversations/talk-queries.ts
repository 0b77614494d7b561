import {
  keepPreviousData,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useIsLive } from '../api/live.js';
import { type Pages, usePages } from '../api/pages.js';
import { readAnew } from '../api/queries.js';
import type { Conversation, Line, Note, Page } from '../api/shapes.js';
import { call } from '../api/wire.js';

export type Choice = 'waiting' | 'human' | 'all';

const OFTEN = 15_000;
const SELDOM = 60_000;

export function useConversations(choice: Choice): Pages<Conversation> {
  const status = choice === 'all' ? null : choice;
  const everyMs = useIsLive() ? SELDOM : OFTEN;
  const query = { limit: 30, status };
  return usePages({ key: ['conversations', choice], path: '/api/conversations', query, everyMs });
}

export function useConversation(id: string): UseQueryResult<Conversation> {
  return useQuery({
    queryKey: ['conversations', 'one', id],
    queryFn: ({ signal }) => call<Conversation>(`/api/conversations/${id}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: SELDOM,
  });
}

export function useLines(id: string): Pages<Line> {
  const everyMs = useIsLive() ? SELDOM : OFTEN;
  const path = `/api/conversations/${id}/messages`;
  return usePages({ key: ['lines', id], path, query: { limit: 40 }, everyMs });
}

export function useNotes(id: string): UseQueryResult<Note[]> {
  return useQuery({
    queryKey: ['notes', id],
    queryFn: async ({ signal }) =>
      (await call<Page<Note>>(`/api/conversations/${id}/notes`, { signal, query: { limit: 50 } })).items,
  });
}

/** What the team can do with a conversation. */
export type Deed =
  | { do: 'take' | 'release' | 'close' | 'return' | 'read' }
  | { do: 'reply'; text: string; key: string }
  | { do: 'note'; text: string }
  | { do: 'remove-note'; noteId: string };

export function useDeed(id: string): UseMutationResult<unknown, Error, Deed> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => perform(`/api/conversations/${id}`, deed),
    onSettled: () => readAnew(client, ['conversations', 'lines', 'notes']),
  });
}

function perform(path: string, deed: Deed): Promise<unknown> {
  switch (deed.do) {
    case 'take':
      return call(`${path}/assign`, { method: 'POST', body: { userId: 'me' } });
    case 'release':
      return call(`${path}/assign`, { method: 'POST', body: { userId: null } });
    case 'reply': {
      const headers = { 'idempotency-key': deed.key };
      return call(`${path}/messages`, { method: 'POST', body: { text: deed.text }, headers });
    }
    case 'note':
      return call(`${path}/notes`, { method: 'POST', body: { text: deed.text } });
    case 'remove-note':
      return call(`${path}/notes/${deed.noteId}`, { method: 'DELETE' });
    default:
      return call(`${path}/${deed.do}`, { method: 'POST' });
  }
}
