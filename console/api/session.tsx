import {
  QueryCache,
  QueryClient,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use, type ReactNode } from 'react';
import { may } from './rights.js';
import type { Session } from './shapes.js';
import { call, Problem, Unreachable } from './wire.js';

const KEY = ['session'];

/** What is known of the server. Whatever answers 401 ends the session here, and what was read with it goes. */
export function makeClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => leaveIfStranger(client, error) }),
    defaultOptions: {
      mutations: { networkMode: 'always', onError: (error) => leaveIfStranger(client, error) },
      queries: {
        // The server may be on this very machine: what the browser believes of the network says nothing.
        networkMode: 'always',
        staleTime: 5_000,
        retry: (count, error) => count < 2 && !(error instanceof Problem && error.status < 500),
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
    },
  });
  return client;
}

function leaveIfStranger(client: QueryClient, error: unknown): void {
  if (error instanceof Problem && error.status === 401) forget(client);
}

function forget(client: QueryClient): void {
  client.setQueryData(KEY, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

/** Who is signed in; `null`: nobody. */
export function useSessionQuery(): UseQueryResult<Session | null> {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      try {
        return await call<Session>('/api/session', { signal });
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
    refetchInterval: 5 * 60_000,
  });
}

export interface Credentials {
  key?: string;
  name?: string;
  password?: string;
}

/** Opens and closes the session. */
export function useDoor(): { enter: (with_: Credentials) => Promise<void>; leave: () => Promise<void> } {
  const client = useQueryClient();
  return {
    enter: async (credentials) => {
      const session = await call<Session>('/api/session', { method: 'POST', body: credentials });
      client.setQueryData(KEY, session);
    },
    leave: async () => {
      await call('/api/session', { method: 'DELETE' }).catch((error: unknown) => {
        // The session is still open there: whoever leaves has to know.
        if (error instanceof Unreachable) throw error;
      });
      forget(client);
    },
  };
}

const Context = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }): ReactNode {
  return <Context value={session}>{children}</Context>;
}

/** Who is signed in, below the sign-in page. */
export function useSession(): Session {
  const session = use(Context);
  if (session === null) throw new Error('nobody is signed in here');
  return session;
}

export function useMay(wanted: string): boolean {
  return may(useSession().permissions, wanted);
}
