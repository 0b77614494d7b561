import { useSyncExternalStore } from 'react';

/** Whether the server answers, and since when not: everybody who calls it says so here. */
let silentSince: number | null = null;
let heardAt: number | null = null;
const watchers = new Set<() => void>();

export function reached(): void {
  heardAt = Date.now();
  if (silentSince !== null) change(null);
}

export function unreached(): void {
  if (silentSince === null) change(Date.now());
}

function change(since: number | null): void {
  silentSince = since;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** The moment since which what is shown may be old; `null` while the server answers. */
export function useSilence(): { lastHeardAt: number } | null {
  const since = useSyncExternalStore(watch, () => silentSince);
  return since === null ? null : { lastHeardAt: heardAt ?? since };
}
