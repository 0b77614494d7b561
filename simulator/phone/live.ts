import { useEffect, useReducer, type Dispatch } from 'react';
import type { NewsItem } from '../world/news.js';
import { loadSnapshot } from './api.js';
import { EMPTY, reduce, type Action, type State } from './state.js';

/** The simulator's state, kept fresh by its stream; after a break everything is read again. */
export function useLive(): [State, Dispatch<Action>] {
  const [state, dispatch] = useReducer(reduce, EMPTY);
  useEffect(() => {
    let ended = false;
    const load = async (): Promise<void> => {
      const snapshot = await loadSnapshot().catch(() => undefined);
      if (snapshot && !ended)
        dispatch({ kind: 'loaded', snapshot, wanted: location.hash.slice(1) || undefined });
    };
    const stream = new EventSource('sim/events');
    stream.addEventListener('open', () => void load());
    stream.addEventListener('error', () => dispatch({ kind: 'offline' }));
    stream.addEventListener('message', (event: MessageEvent<string>) => {
      const item = JSON.parse(event.data) as NewsItem;
      if (item.kind === 'reset') void load();
      else dispatch({ kind: 'news', item });
    });
    return () => {
      ended = true;
      stream.close();
    };
  }, []);
  useEffect(() => {
    if (state.current) history.replaceState(null, '', `#${state.current}`);
  }, [state.current]);
  return [state, dispatch];
}
