import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { type Pages, usePages } from '../api/pages.js';
import { readAnew } from '../api/queries.js';
import { call } from '../api/wire.js';
import type { Check, Decision, Registration, RegistrationDetail, State, Status } from './shapes.js';

const OFTEN = 10_000;
/** While something is on its way. */
const MOVING = 2_000;
const ROOM = 'dhis2';

export function useStatus(): UseQueryResult<Status> {
  return useQuery({
    queryKey: [ROOM, 'status'],
    queryFn: ({ signal }) => call<Status>('/api/dhis2/status', { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data) ? MOVING : OFTEN),
  });
}

export function useRegistrations(state: State | null): Pages<Registration> {
  return usePages({
    key: [ROOM, 'registrations', state],
    path: '/api/dhis2/registrations',
    query: { limit: 30, state },
    everyMs: OFTEN,
  });
}

export function useRegistration(id: string): UseQueryResult<RegistrationDetail> {
  return useQuery({
    queryKey: [ROOM, 'registration', id],
    queryFn: ({ signal }) => call<RegistrationDetail>(`/api/dhis2/registrations/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isDue(data) ? MOVING : OFTEN),
  });
}

/** What is tried again: one, or all that are in this state. */
export type Again = { id: string } | { state: 'RETRY' | 'DEAD' };

export function useRetry(): UseMutationResult<{ retried: number }, Error, Again> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (again: Again) => {
      const body = 'id' in again ? { ids: [again.id] } : { all: true, state: again.state };
      return call<{ retried: number }>('/api/dhis2/registrations/retry', { method: 'POST', body });
    },
    onSettled: () => readAnew(client, [ROOM]),
  });
}

export function useDecide(id: string): UseMutationResult<unknown, Error, Decision> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) =>
      call(`/api/dhis2/registrations/${id}/decide`, { method: 'POST', body: { decision } }),
    onSettled: () => readAnew(client, [ROOM]),
  });
}

export function useCheck(): UseMutationResult<Check, Error, undefined> {
  return useMutation({ mutationFn: () => call<Check>('/api/dhis2/check', { method: 'POST' }) });
}

/** Something is on its way, or will be as soon as the register answers again. */
function isMoving({ counts, circuits }: Status): boolean {
  return circuits.length > 0 || (counts.QUEUED ?? 0) + (counts.SENDING ?? 0) > 0;
}

/** It is on its way, or its next attempt is due any moment. */
function isDue({ state, nextAttemptAt }: Registration): boolean {
  if (state !== 'RETRY') return state === 'QUEUED' || state === 'SENDING';
  return nextAttemptAt !== null && Date.parse(nextAttemptAt) < Date.now() + OFTEN;
}
