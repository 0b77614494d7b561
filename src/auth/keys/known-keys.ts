import type { Clock } from '../../kernel/clock.js';
import type { Role } from '../roles.js';

/** What has to be known of a key to admit its holder. */
export interface KnownKey {
  id: string;
  role: Role;
  lastUsedAt: Date | null;
}

/** How long another instance may still admit a key that was revoked here. */
const FRESH_MS = 5_000;

/** Keys that were found a moment ago, by their hash. Unknown ones are not remembered, so that a flood of them takes no room. */
export class KnownKeys {
  private readonly known = new Map<string, { key: KnownKey; until: number }>();
  private revocations = 0;

  constructor(private readonly clock: Clock) {}

  get(hash: string): KnownKey | null {
    const entry = this.known.get(hash);
    if (entry === undefined) return null;
    if (entry.until > this.now()) return entry.key;
    this.known.delete(hash);
    return null;
  }

  /** Asks for a key and remembers it, unless a key was revoked in the meantime: the answer may be older than that. */
  async learn(hash: string, ask: () => Promise<KnownKey | null>): Promise<KnownKey | null> {
    const before = this.revocations;
    const key = await ask();
    if (key !== null && before === this.revocations)
      this.known.set(hash, { key, until: this.now() + FRESH_MS });
    return key;
  }

  /** To be called when a revocation is committed. */
  forget(id: string): void {
    this.revocations += 1;
    for (const [hash, { key }] of this.known) if (key.id === id) this.known.delete(hash);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
