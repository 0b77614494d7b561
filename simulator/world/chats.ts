import type { Content } from './content.js';
import type { Teller } from './teller.js';

export type Side = 'person' | 'service';
export type Ticks = 'sent' | 'delivered' | 'read';

/** One message as a phone shows it. */
export interface Bubble {
  id: string;
  /** Number of the phone in whose chat it stands. */
  phone: string;
  side: Side;
  /** Milliseconds. */
  at: number;
  content: Content;
  /** What the person sees beside an own message. */
  ticks?: Ticks;
  replyTo?: string;
  /** Emoji by who put it there. */
  reactions?: Partial<Record<Side, string>>;
  /** Id of the choice that was tapped: reply buttons can be tapped once. */
  tapped?: string;
  /** Id of the service's number with which it was exchanged; absent: the first, or none of Meta's. */
  line?: string;
  edited?: boolean;
}

/** What is told of chats. */
export interface ChatNews {
  kind: 'bubble';
  bubble: Bubble;
}

const MOST_PER_PHONE = 200;
const RANK: Record<Ticks, number> = { sent: 1, delivered: 2, read: 3 };

/** The conversations, each with its newest messages only. */
export class Chats {
  private readonly byPhone = new Map<string, Map<string, Bubble>>();
  private readonly phoneOf = new Map<string, string>();

  constructor(private readonly news: Teller<ChatNews>) {}

  add(bubble: Bubble): void {
    const chat = this.byPhone.get(bubble.phone) ?? new Map<string, Bubble>();
    this.byPhone.set(bubble.phone, chat);
    chat.set(bubble.id, bubble);
    this.phoneOf.set(bubble.id, bubble.phone);
    const [oldest] = chat.keys();
    if (chat.size > MOST_PER_PHONE && oldest !== undefined) {
      chat.delete(oldest);
      this.phoneOf.delete(oldest);
    }
    this.news.publish({ kind: 'bubble', bubble });
  }

  get(id: string): Bubble | undefined {
    const phone = this.phoneOf.get(id);
    return phone === undefined ? undefined : this.byPhone.get(phone)?.get(id);
  }

  /** Oldest first. */
  of(phone: string): Bubble[] {
    return [...(this.byPhone.get(phone)?.values() ?? [])];
  }

  /** Moves the ticks of a person's message forward; never back. */
  tick(id: string, ticks: Ticks): void {
    const bubble = this.get(id);
    if (bubble?.side !== 'person' || RANK[bubble.ticks ?? 'sent'] >= RANK[ticks]) return;
    this.change(bubble, { ticks });
  }

  /** The service has read this message, and with it all that the person wrote before. */
  readUpTo(id: string): void {
    const last = this.get(id);
    if (!last) return;
    for (const bubble of this.of(last.phone)) {
      this.tick(bubble.id, 'read');
      if (bubble.id === id) return;
    }
  }

  /** Other words in the place of those that were there; `gone` when there are none. */
  reword(id: string, content: Content): void {
    const bubble = this.get(id);
    if (bubble) this.change(bubble, { content, ...(content.type !== 'gone' && { edited: true }) });
  }

  tap(id: string, choice: string): void {
    const bubble = this.get(id);
    if (bubble) this.change(bubble, { tapped: choice });
  }

  /** An empty emoji takes the reaction away. */
  react(id: string, side: Side, emoji: string): void {
    const bubble = this.get(id);
    if (!bubble) return;
    const { [side]: _before, ...others } = bubble.reactions ?? {};
    this.change(bubble, { reactions: emoji ? { ...others, [side]: emoji } : others });
  }

  /** The same chat under another number. */
  move(from: string, to: string): void {
    const bubbles = this.of(from);
    this.forget(from);
    for (const bubble of bubbles) this.add({ ...bubble, phone: to });
  }

  forget(phone: string): void {
    for (const id of this.byPhone.get(phone)?.keys() ?? []) this.phoneOf.delete(id);
    this.byPhone.delete(phone);
  }

  clear(): void {
    this.byPhone.clear();
    this.phoneOf.clear();
  }

  private change(bubble: Bubble, change: Partial<Bubble>): void {
    const changed = { ...bubble, ...change };
    this.byPhone.get(bubble.phone)?.set(bubble.id, changed);
    this.news.publish({ kind: 'bubble', bubble: changed });
  }
}
