import type { RegisterNews } from '../dhis2/view.js';
import type { ChatNews } from './chats.js';
import type { DeskNews } from './desk.js';
import type { WireNews } from './journal.js';
import type { PhoneNews } from './phones.js';

/** What the phone page hears, as it happens. */
export type NewsItem =
  | PhoneNews
  | ChatNews
  | WireNews
  | DeskNews
  | RegisterNews
  | { kind: 'typing'; number: string; on: boolean }
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
