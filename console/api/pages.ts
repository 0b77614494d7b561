import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import type { Page } from './shapes.js';
import { call } from './wire.js';

export type Pages<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>>;
type Asked = Record<string, string | number | boolean | null>;

interface Wanted {
  key: readonly (string | number | boolean | null)[];
  path: string;
  query: Asked;
  everyMs: number;
  /** Asked for in the body: nothing of it stands in an address. */
  isHidden?: boolean;
}

/** A list that comes page by page, and is read anew from time to time. What is shown stays until the next is there. */
export function usePages<T>({ key, path, query, everyMs, isHidden = false }: Wanted): Pages<T> {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ signal, pageParam }) => {
      const asked = { ...query, cursor: pageParam };
      return isHidden
        ? call<Page<T>>(path, { signal, method: 'POST', body: given(asked) })
        : call<Page<T>>(path, { signal, query: asked });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // What must not stand in an address is not remembered either.
    ...(isHidden && { gcTime: 0 }),
    refetchInterval: everyMs,
  });
}

/** What of it has a value. */
function given(asked: Asked): Asked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== ''));
}
