/** Who is at the other end. At least one of `waId` and `userId` is present. */
export interface Person {
  /** Phone number as WhatsApp writes it: digits with country code, no `+`. */
  waId?: string;
  /** The provider's own stable id of a person who may have no visible phone number. */
  userId?: string;
  /** The name that the person chose on WhatsApp. */
  name?: string;
}

/** What a person sent, in words that belong to no vendor. */
export type InboundContent =
  | { kind: 'text'; text: string }
  /** A tap on something that we offered; `id` is the one that we gave it. */
  | { kind: 'tap'; id: string; title: string; on: 'button' | 'list' | 'template' }
  | {
      kind: 'media';
      media: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
      id: string;
      mime?: string;
      sha256?: string;
      caption?: string;
      filename?: string;
    }
  | { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  /** `emoji` absent: the reaction was taken back. */
  | { kind: 'reaction'; target: string; emoji?: string }
  /** Known to the provider and understood only as far as its name; `data` keeps it as it came. */
  | { kind: 'other'; type: string; data: unknown };

/** One message of one person, as a channel translated it. */
export interface InboundUpdate {
  kind: 'message';
  /** Name of the channel that brought it. */
  channel: string;
  /** Id of our own number, as the provider names it. */
  number: string;
  /** The provider's id of this message: the same however often it is delivered. */
  providerId: string;
  from: Person;
  /** When the person sent it, by the provider's clock. */
  at: Date;
  content: InboundContent;
  /** The provider's id of the message that this one answers. */
  replyTo?: string;
}

export type DeliveryState = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** What became of a message that we sent. */
export interface StatusUpdate {
  kind: 'status';
  channel: string;
  number: string;
  providerId: string;
  state: DeliveryState;
  at: Date;
  /** Our own reference, handed to the provider with the message. */
  reference?: string;
  pricingCategory?: string;
  error?: ChannelError;
}

/** Anything else that a provider tells: kept as it came and counted. */
export interface OtherUpdate {
  kind: 'other';
  channel: string;
  number: string;
  /** What the provider calls it, for the counter; at most 60 characters. */
  topic: string;
  raw: unknown;
}

export type Update = InboundUpdate | StatusUpdate | OtherUpdate;

/** A provider's refusal or fault, translated. */
export interface ChannelError {
  /** The provider's own number or word. */
  code: string;
  /** What it means, in French, without personal data. */
  meaning: string;
  /** What to do about it, in French. */
  advice: string;
}

/** A picture made when it is needed and never stored; `source` names who makes it (see `AttachmentSource`). */
export interface Attachment {
  source: string;
  id: string;
}

/** What we send, in words that belong to no vendor. */
export type OutboundContent =
  | { kind: 'text'; text: string }
  /** At most as many buttons as the channel `can.buttons`; titles ≤ 20 characters. */
  | { kind: 'buttons'; text: string; buttons: readonly Choice[] }
  /** At most `can.listRows` rows; `button` opens the list, ≤ 20 characters; titles ≤ 24, descriptions ≤ 72. */
  | { kind: 'list'; text: string; button: string; rows: readonly Choice[] }
  | { kind: 'image'; attachment: Attachment; caption?: string };

export interface Choice {
  id: string;
  title: string;
  description?: string;
}

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
}

/** What a channel can do; nobody asks for its name. */
export interface Capabilities {
  /** Most reply buttons in one message, 0 for none. */
  buttons: number;
  /** Most rows in one list message, 0 for none. */
  listRows: number;
  media: boolean;
}

/** A message of a person, taken from the inbox, with the contact found or made. */
export interface InboundMessage {
  /** Our id: ordered by arrival. */
  id: string;
  contactId: string;
  channel: string;
  number: string;
  at: Date;
  content: InboundContent;
}

/** Messages in and out, for the rooms above. */
export abstract class WhatsApp {
  /** Puts messages on their way, in the order given; joins the transaction that is open. */
  abstract send(drafts: readonly OutboundDraft[]): Promise<void>;

  /** How many messages wait to leave from these numbers. */
  abstract queued(numbers: readonly string[]): Promise<number>;

  /** What the channel of this name can do. */
  abstract capabilities(channel: string): Capabilities;

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

  /** Notes that a contact wants no message that it did not ask for (`out`), or does again (`in`). */
  abstract setOptOut(contactId: string, state: 'out' | 'in'): Promise<void>;
}
