import { newUid } from './uid.js';

/** Two clients that may be one person. */
export interface Pair {
  id: string;
  original: string;
  duplicate: string;
  status: 'OPEN' | 'INVALID' | 'MERGED';
  created: number;
  lastUpdated: number;
}

const MOST = 20_000;

/** The pairs that somebody flagged. */
export class Pairs {
  private readonly byId = new Map<string, Pair>();
  private readonly known = new Set<string>();
  /** In how many pairs a client is. */
  private readonly flagged = new Map<string, number>();

  /** `undefined`: this pair is there, one way or the other. */
  add(original: string, duplicate: string, now: number): Pair | undefined {
    const key = keyOf(original, duplicate);
    if (this.known.has(key)) return undefined;
    const pair: Pair = { id: newUid(), original, duplicate, status: 'OPEN', created: now, lastUpdated: now };
    this.known.add(key);
    this.byId.set(pair.id, pair);
    for (const id of [original, duplicate]) this.flagged.set(id, (this.flagged.get(id) ?? 0) + 1);
    const oldest = this.byId.size > MOST ? this.byId.values().next().value : undefined;
    if (oldest) this.forget(oldest);
    return pair;
  }

  isFlagged(client: string): boolean {
    return (this.flagged.get(client) ?? 0) > 0;
  }

  get(id: string): Pair | undefined {
    return this.byId.get(id);
  }

  mark(pair: Pair, status: Pair['status'], now: number): void {
    this.byId.set(pair.id, { ...pair, status, lastUpdated: now });
  }

  /** Oldest first. */
  all(): Pair[] {
    return [...this.byId.values()];
  }

  get size(): number {
    return this.byId.size;
  }

  clear(): void {
    this.byId.clear();
    this.known.clear();
    this.flagged.clear();
  }

  private forget(pair: Pair): void {
    this.byId.delete(pair.id);
    this.known.delete(keyOf(pair.original, pair.duplicate));
    for (const id of [pair.original, pair.duplicate]) this.flagged.set(id, (this.flagged.get(id) ?? 1) - 1);
  }
}

function keyOf(...ids: string[]): string {
  return ids.toSorted().join(' ');
}
