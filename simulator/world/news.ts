import type { Bubble } from './chats.js';
import type { DeskState } from './desk.js';
import type { WireLine } from './journal.js';
import type { Phone } from './phones.js';

/** What the phone page hears, as it happens. */
export type NewsItem =
  | { kind: 'phone'; phone: Phone }
  | { kind: 'phone-gone'; number: string }
  | { kind: 'bubble'; bubble: Bubble }
  | { kind: 'typing'; number: string; on: boolean }
  | { kind: 'wire'; line: WireLine }
  | { kind: 'desk'; desk: DeskState }
  | { kind: 'reset' };

/** Tells whoever listens. */
export class News {
  private readonly listeners = new Set<(item: NewsItem) => void>();

  publish(item: NewsItem): void {
    for (const listener of this.listeners) listener(item);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: (item: NewsItem) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
