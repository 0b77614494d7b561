import type { InboundContent, OutboundContent, OutboundKind, Referral } from './whatsapp-content.contract.js';

/**
 * Who wants a message sent: the dialogue, a person of the team, another program, a campaign. `phone`: it was written on the phone that
 * shares our number, and is only shown here.
 */
export type Origin = 'bot' | 'agent' | 'api' | 'campaign' | 'phone';

/** A message to be sent. It is kept (encrypted) until it is out. */
export interface OutboundDraft {
  /** Contact to whom it goes. */
  contactId: string;
  /** Channel and number from which it goes: those on which the person wrote. */
  channel: string;
  number: string;
  content: OutboundContent;
  /** `true`: the content holds an answer or a code and is erased once the message is out. */
  sensitive: boolean;
  /** `bot` where absent. */
  origin?: Origin;
  /** Our id of the message that this one answers: the story and the response times are told from it. */
  causeId?: string;
  /** Which flow speaks, for the figures; ≤ 20 characters. */
  flow?: string;
}

/** A message that a person of the team or a program wants sent: checked before it is kept. */
export interface Submission {
  /** A contact of ours, or an address (digits without `+`, or a provider's own id of a person). */
  to: { contactId: string } | { waId: string } | { userId: string };
  /** Our number; the default one of the default channel where absent. */
  number?: string;
  content: OutboundContent;
  origin: Origin;
  /** Not before. */
  sendAt?: Date;
  /** What goes instead of a free-form message when the window is closed. */
  fallback?: { name: string; language: string; components: readonly unknown[] };
  /** Names the configured fallback template (`/api/messages/purposes`). */
  purpose?: string;
  /** The same key of the same caller gives the same message. */
  requestKey?: string;
  /** Whoever asks, the same thing goes once in so many milliseconds (a week at most): a second wish gives the first message. */
  once?: { key: string; withinMs: number };
  /** The content holds a code: the team cannot read it, and it is erased once the message is out. */
  sensitive?: boolean;
  /** Splits a text that is too long at the ends of sentences, into messages that follow each other. */
  split?: boolean;
  flow?: string;
  causeId?: string;
  /** The caller's own mark, given back with the message's story as long as its words are kept; ≤ 512 characters. */
  callbackData?: string;
}

/** What became of a submission. `repeated`: the key was known, nothing new was queued. */
export interface Submitted {
  id: string;
  contactId: string;
  state: 'queued' | 'scheduled';
  /** Where a text was split: all ids in their order. */
  ids: readonly string[];
  /** The window was closed and a template went instead. */
  fallback: boolean;
  repeated: boolean;
}

/** What a channel can do; nobody asks for its name. */
export interface Capabilities {
  /** Most reply buttons in one message, 0 for none. */
  buttons: number;
  /** Most rows in one list message, 0 for none. */
  listRows: number;
  media: boolean;
  /** Product messages: single, several, the catalogue; carts come back. */
  products: boolean;
}

/** A message of a person, taken from the inbox, with the contact found or made. */
export interface InboundMessage {
  /** Our id: ordered by arrival. */
  id: string;
  /** The provider's own: an edit names it. */
  providerId?: string;
  contactId: string;
  channel: string;
  number: string;
  at: Date;
  content: InboundContent;
  /** The name that the person chose on WhatsApp, as it came with this message. */
  name?: string;
  product?: { catalogId: string; productId: string };
  referral?: Referral;
}

/** What went wrong, told to people: the plain words in the caller's language, and both languages as far as they are known. */
export interface ToldError {
  code: string;
  meaning: string;
  advice: string;
  fr: { meaning: string; advice: string };
  en: { meaning: string; advice: string } | null;
}

/** One message of a conversation as people may read it. */
export interface MessageLine {
  id: string;
  direction: 'in' | 'out';
  /** State of a delivery, lower case; `received` for what came in. */
  state: string;
  /** Kind of content. */
  type: string;
  /** `null`: erased, private (`isPrivate`), or taken back (`deletedAt`). */
  content: InboundContent | OutboundContent | null;
  isPrivate: boolean;
  origin: Origin | null;
  at: Date;
  /** Ids of files in `/api/media` that belong to it. */
  files: readonly string[];
  error?: ToldError;
  /** Our id of the message that a reaction, an edit or a deletion is about; `null` where it is not known. */
  targetId?: string | null;
  /** When its author last changed it; the new words are those of the edit. */
  editedAt?: Date;
  /** When its author took it back: nobody is shown its words any more. */
  deletedAt?: Date;
}

/** Something that happened to messages; read by whoever shows conversations live. */
export interface Activity {
  kind: 'received' | 'queued' | 'reported';
  messageId: string;
  contactId: string;
  number: string;
}

/** A contact as people see it. */
export interface ContactView {
  id: string;
  /** Digits without `+`; `null` where WhatsApp hides it. */
  phone: string | null;
  userId: string | null;
  name: string | null;
  optedOut: boolean;
  /** Wants no marketing messages. */
  marketingOptedOut: boolean;
}

/**
 * A message was put on its way by a program or a person of the team, not by the dialogue; or (`phone`) somebody of the team has
 * written on the phone that shares the number, and the dialogue had better keep silent for a while. Ids only.
 */
export class MessageSubmitted {
  static readonly event = 'whatsapp.message-submitted';
  constructor(
    readonly messageId: string,
    readonly contactId: string,
    readonly number: string,
    readonly origin: Origin,
  ) {}
}

/** A message that did not reach the person, without its words. */
export interface FailedMessage {
  id: string;
  contactId: string;
  channel: string;
  number: string;
  origin: Origin;
  kind: OutboundKind;
  /** Which flow spoke, as it was said with the message. */
  flow: string | null;
  /** Our id of the message that it answered. */
  causeId: string | null;
}

/**
 * A message failed for good: the channel refused it, gave it up after every attempt, or reported later that it did not arrive. Nothing
 * goes in its place by itself (a template that stands in for a closed window does, and then this is not told); somebody may send it
 * again by hand. Told once for each time that it fails.
 */
export class MessageFailed {
  static readonly event = 'whatsapp.message-failed';
  constructor(
    readonly message: FailedMessage,
    /** The provider's own number or word for what went wrong. */
    readonly code: string,
  ) {}
}

/** Two contacts turned out to be one person: whatever is kept under `goneId` belongs to `contactId` now. */
export class ContactsJoined {
  static readonly event = 'whatsapp.contacts-joined';
  constructor(
    readonly contactId: string,
    readonly goneId: string,
  ) {}
}

/** Messages in and out, for the rooms above. */
export abstract class WhatsApp {
  /** Puts messages of the dialogue on their way, in the order given; joins the transaction that is open. */
  abstract send(drafts: readonly OutboundDraft[]): Promise<void>;

  /**
   * Puts a message of a person or a program on its way after everything was checked: the limits of the channel, the template, the
   * window of 24 hours, the will of the person. Throws `ContentRefused`, `WindowClosed`, `OptedOut`, `TemplateFaulty`,
   * `NumberUnknown` and queues nothing then. Joins the transaction that is open.
   */
  abstract submit(submission: Submission): Promise<Submitted>;

  /** Tells the person that the message was read, and, with `typing`, that an answer is being written. Never throws. */
  abstract markRead(messageId: string, options?: { typing?: boolean }): Promise<void>;

  /** Until when free-form messages may go from this number to this contact; `null` where the window is closed. */
  abstract windowUntil(contactId: string, number: string): Promise<Date | null>;

  /** Messages between a contact and one of our numbers, newest first, before `beforeId` (`null`: from the newest). */
  abstract history(
    contactId: string,
    number: string,
    beforeId: string | null,
    limit: number,
  ): Promise<MessageLine[]>;

  /** What happened since a moment, oldest first, at most `limit`; what is given again must be borne. */
  abstract activitySince(since: Date, limit: number): Promise<Activity[]>;

  abstract contacts(ids: readonly string[]): Promise<ContactView[]>;

  /** Everything exchanged with a contact, oldest first, read bit by bit: for the person who asks what is kept. */
  abstract exportContact(contactId: string): AsyncIterable<MessageLine>;

  /** How many messages wait to leave from these numbers. */
  abstract queued(numbers: readonly string[]): Promise<number>;

  /** What the channel of this name can do. */
  abstract capabilities(channel: string): Capabilities;

  /** The flow that a first message to this number meets, where one was set for it. From memory. */
  abstract entryFlow(number: string): string | null;

  /** The provider's product catalogue connected to this number, where there is one. From memory. */
  abstract catalogOf(number: string): string | null;

  /**
   * Erases the content of everything exchanged with these contacts since the given moments (inbound at once, outbound as soon
   * as it is out); what remains says that a message existed, not what it said. Joins the transaction that is open.
   */
  abstract eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void>;

  /** The contact with this phone number, if any. Digits as `parsePhone` gives them. */
  abstract findContact(phone: string): Promise<string | null>;

  /**
   * Removes a contact and everything exchanged with it, except what it wrote and still waits for an answer; returns how many
   * messages went. Joins the transaction.
   */
  abstract forgetContact(contactId: string): Promise<number>;

  /** Removes messages from this phone number that nobody has handled, also those that wait; returns how many. Joins the transaction. */
  abstract forgetUnhandled(phone: string): Promise<number>;

  /** As `forgetUnhandled`, from wherever this contact writes: also somebody without a phone number. */
  abstract forgetUnhandledOf(contactId: string): Promise<number>;

  /** Notes that a contact wants no message that it did not ask for (`out`), or does again (`in`). */
  abstract setOptOut(contactId: string, state: 'out' | 'in'): Promise<void>;

  /** Notes that a contact wants no message of advertising (`out`), or does again (`in`); other messages are not touched. */
  abstract setMarketingOptOut(contactId: string, state: 'out' | 'in'): Promise<void>;
}

/** A file that came in with a message, as far as it may be shown. */
export interface MessageFile {
  /** Its id in `/api/media`. */
  id: string;
  /** What its bytes are; `application/octet-stream` where they do not bear out what the sender said. */
  mime: string;
  size: number;
  /** Hexadecimal. */
  sha256: string;
  /** As the sender called it. */
  filename: string | null;
  /** Whether a browser may show it within a page; else it is handed over for saving. */
  showable: boolean;
  /** The bytes, once for each call. */
  bytes(): Promise<AsyncIterable<Uint8Array>>;
}

/** The files of messages that came in, for whoever may see these messages: that is asked before, by the caller. */
export abstract class MessageFiles {
  /**
   * The file of a message; brought from the provider where it is not here yet. Throws `MediaNotFound`, `MediaGone`, `MediaRefused`,
   * `MediaLater` and `MediaOff`.
   */
  abstract open(messageId: string): Promise<MessageFile>;
}
