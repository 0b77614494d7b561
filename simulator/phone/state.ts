import type { RegisterView } from '../dhis2/view.js';
import type { Bubble } from '../world/chats.js';
import type { DeskState } from '../world/desk.js';
import type { WireLine } from '../world/journal.js';
import type { NewsItem } from '../world/news.js';
import type { Phone } from '../world/phones.js';

/** A phone, its chat, and what its person has not seen yet. */
export interface Chat {
  phone: Phone;
  bubbles: Bubble[];
  typing: boolean;
  unread: number;
  /** Where « unread » began when the chat was opened last. */
  firstUnread: string | undefined;
}

export interface Service {
  name: string;
  number: string;
}

export interface State {
  /** `undefined` until the first answer of the simulator. */
  service: Service | undefined;
  webhookUrl: string;
  online: boolean;
  chats: ReadonlyMap<string, Chat>;
  /** Number of the phone in hand. */
  current: string | undefined;
  desk: DeskState | undefined;
  wire: WireLine[];
  /** The national register. */
  dhis2: RegisterView | undefined;
}

export type Action =
  | { kind: 'loaded'; snapshot: Snapshot; wanted: string | undefined }
  | { kind: 'news'; item: NewsItem }
  | { kind: 'open'; number: string }
  | { kind: 'offline' };

export interface Snapshot {
  service: Service;
  webhookUrl: string;
  desk: DeskState;
  wire: WireLine[];
  dhis2: RegisterView;
  phones: (Phone & { chat: Bubble[] })[];
}

const MOST_LINES = 60;
const MOST_BUBBLES = 400;

export const EMPTY: State = {
  service: undefined,
  webhookUrl: '',
  online: false,
  chats: new Map(),
  current: undefined,
  desk: undefined,
  wire: [],
  dhis2: undefined,
};

export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'loaded':
      return load(state, action.snapshot, action.wanted);
    case 'open':
      return open(state, action.number);
    case 'offline':
      return { ...state, online: false };
    case 'news':
      return hear(state, action.item);
  }
}

/** The phones in the order of their numbers: they do not jump about while people write. */
export function inOrder(state: State): Chat[] {
  return [...state.chats.values()].toSorted((a, b) => a.phone.number.localeCompare(b.phone.number));
}

/** Messages that nobody has seen yet, on all phones. */
export function unreadOf(state: State): number {
  return [...state.chats.values()].reduce((sum, { unread }) => sum + unread, 0);
}

function load(state: State, snapshot: Snapshot, wanted: string | undefined): State {
  const { phones, ...rest } = snapshot;
  const chats = new Map(
    phones.map(({ chat, ...phone }) => {
      const known = state.chats.get(phone.number);
      return [phone.number, { ...(known ?? newChat(phone)), phone, bubbles: chat }];
    }),
  );
  const numbers = [...chats.keys()].toSorted();
  const current = [state.current, wanted, numbers[0]].find(
    (number) => number !== undefined && chats.has(number),
  );
  return { ...state, ...rest, online: true, chats, current };
}

function hear(state: State, item: NewsItem): State {
  switch (item.kind) {
    case 'phone':
      return change(state, item.phone.number, (chat) => ({ ...chat, phone: item.phone }), item.phone);
    case 'phone-gone':
      return without(state, item.number);
    case 'bubble':
      return change(state, item.bubble.phone, (chat) => withBubble(chat, item.bubble, state.current));
    case 'typing':
      return change(state, item.number, (chat) => ({ ...chat, typing: item.on }));
    case 'wire':
      return { ...state, wire: [...state.wire.slice(1 - MOST_LINES), item.line] };
    case 'desk':
      return { ...state, desk: item.desk };
    case 'dhis2':
      return { ...state, dhis2: item.dhis2 };
    case 'reset':
      return state;
  }
}

function withBubble(chat: Chat, bubble: Bubble, current: string | undefined): Chat {
  const index = chat.bubbles.findIndex(({ id }) => id === bubble.id);
  if (index >= 0) return { ...chat, bubbles: chat.bubbles.with(index, bubble) };
  const missed = bubble.side === 'service' && chat.phone.number !== current;
  return {
    ...chat,
    bubbles: [...chat.bubbles.slice(1 - MOST_BUBBLES), bubble],
    typing: bubble.side === 'service' ? false : chat.typing,
    unread: chat.unread + (missed ? 1 : 0),
    // What the person answers has been seen.
    firstUnread:
      bubble.side === 'person' ? undefined : missed && chat.unread === 0 ? bubble.id : chat.firstUnread,
  };
}

function open(state: State, number: string): State {
  const left = state.current === undefined || state.current === number ? state : seen(state, state.current);
  const opened = change(left, number, (chat) => ({ ...chat, unread: 0 }));
  return { ...opened, current: number };
}

/** A chat that is put down has no « unread » mark any more. */
function seen(state: State, number: string): State {
  return change(state, number, (chat) => ({ ...chat, firstUnread: undefined }));
}

function without(state: State, number: string): State {
  const chats = new Map(state.chats);
  chats.delete(number);
  const current = state.current === number ? [...chats.keys()].toSorted()[0] : state.current;
  return { ...state, chats, current };
}

function change(state: State, number: string, how: (chat: Chat) => Chat, phone?: Phone): State {
  const chat = state.chats.get(number) ?? (phone && newChat(phone));
  if (!chat) return state;
  return { ...state, chats: new Map(state.chats).set(number, how(chat)), current: state.current ?? number };
}

function newChat(phone: Phone): Chat {
  return { phone, bubbles: [], typing: false, unread: 0, firstUnread: undefined };
}
