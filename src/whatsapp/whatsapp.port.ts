import type {
  Attachment,
  ChannelError,
  ContentFault,
  MediaKind,
  MediaSource,
  OutboundContent,
} from './whatsapp-content.contract.js';
import type { Capabilities, InboundMessage } from './whatsapp.contract.js';
import type { Update } from './whatsapp-updates.contract.js';

/** A message handed to a channel. */
export interface OutboundMessage {
  /** Our reference: the channel hands it to the provider, whose status reports carry it back. */
  reference: string;
  number: string;
  to: { waId?: string; userId?: string };
  content: OutboundContent;
  /** How many attempts came before this one: 0 for the first. */
  attempt: number;
  /** To be called when the message goes onto the wire, where the adapter knows it: the limit of the number counts from then. */
  leaving?: () => void;
}

/**
 * What became of one attempt:
 * `sent` the provider has it; `retry` it certainly has not and may take it later (`scope` says what has to wait, `afterMs` how long
 * at least: without it the queue decides; with `longestMs` a number that meets the same thing again waits twice as long each time, up
 * to that; `slower`: the number sends too fast and goes on more slowly for a while); `refused` it never will; `unknown` the call broke
 * after it left, so only a status report can tell.
 */
export type SendResult =
  | { outcome: 'sent'; providerId: string }
  | {
      outcome: 'retry';
      scope: 'message' | 'number';
      afterMs?: number;
      longestMs?: number;
      slower?: true;
      error: ChannelError;
    }
  | { outcome: 'refused'; error: ChannelError }
  | { outcome: 'unknown'; error: ChannelError };

/** A way to WhatsApp. An adapter in `providers/` extends it and adds itself to `Channels` at start. */
export abstract class Channel {
  /** Stored with each message; lower case, ≤ 20 characters. */
  abstract readonly name: string;
  abstract readonly can: Capabilities;
  /** Ids of our own numbers that it serves at this moment. */
  abstract readonly numbers: readonly string[];
  /** Whether the provider wants templates outside the window of 24 hours after the person's last message. */
  readonly hasWindow: boolean = true;
  /** Names that the provider's own API has for parts of a request to send, with ours: whoever knows its names need not learn others. */
  readonly aliases: Readonly<Record<string, string>> = {};
  /** How many messages may be on their way to the provider at once; more would wait within the channel, out of the queue's sight. */
  readonly mostCalls: number = 256;
  /** What the provider would refuse in this content, told before it is asked; empty when nothing speaks against it. */
  abstract faultsIn(content: OutboundContent): ContentFault[];
  /** What the provider would refuse in a file of our storage, as far as its kind and size tell. */
  faultsInFile(_file: SentFile): ContentFault[] {
    return [];
  }
  /** One attempt. Never throws for what the provider answers; a throw means a defect and counts as `retry`. */
  abstract send(message: OutboundMessage, attachments: Attachments): Promise<SendResult>;
  /** Tells that a message (the provider's id of it) was read; does nothing where the provider cannot. */
  abstract markRead(number: string, providerId: string, options: { typing: boolean }): Promise<void>;
  /**
   * The file of a message that came in, as a stream; never from an address that a stranger gave: `refused` where the address leads
   * elsewhere than to the provider. `gone` when the provider has it no more, `later` when it may have it another time. Rejects when
   * the stream breaks.
   */
  abstract fetchMedia(number: string, mediaId: string): Promise<IncomingFile | AbsentFile>;
}

/** A file of our storage that is to be sent; `size` in bytes. */
export interface SentFile {
  media: MediaKind;
  mime: string;
  size: number;
}

/** Why there is no file. */
export type AbsentFile = 'gone' | 'later' | 'refused';

/** A file of the provider, on its way. `size` and `sha256` (hexadecimal or base64) where the provider tells them. */
export interface IncomingFile {
  stream: AsyncIterable<Uint8Array>;
  mime?: string;
  size?: number;
  sha256?: string;
}

/** Our numbers, as they are set: by the settings or by the API. */
export interface OwnNumber {
  /** As the provider names it. */
  id: string;
  channel: string;
  /** The account at the provider to which it belongs. */
  accountId: string;
  /** A name for people. */
  label: string;
  /** As people dial it, where it is known. */
  phone: string | null;
  /** `paused`: nothing leaves, what comes in is kept and answered when it goes on. */
  state: 'active' | 'paused';
  /** Messages a second at most. */
  perSecond: number;
  entryFlow: string | null;
  catalogId: string | null;
  /** `settings`: from the environment; it cannot be removed by the API. */
  source: 'settings' | 'api';
}

/** An account at a provider: what belongs to its numbers together. Secrets are elsewhere. */
export interface OwnAccount {
  id: string;
  channel: string;
  label: string;
  numbers: readonly OwnNumber[];
}

/**
 * The accounts and numbers of a channel, from memory: those that an adapter reads from the settings and those that were added by the
 * API, on this instance within seconds wherever they were added.
 */
export abstract class OwnNumbers {
  /** Accounts and numbers of which the settings speak; said once by the adapter, before the application has started. */
  abstract declare(accounts: readonly OwnAccount[]): void;
  /** Those of a channel, or all. */
  abstract accounts(channel?: string): readonly OwnAccount[];
  /** `undefined` for a number that is not ours. */
  abstract number(id: string): OwnNumber | undefined;
  /** From which messages go when nobody says from which: the first active one of the default channel. */
  abstract defaultNumber(): OwnNumber | undefined;
  /** Called after every change, and once when the stored ones were read. */
  abstract changed(listener: () => void): void;
}

/** Tries whether a number can be reached and used with what is stored for it; each step with its outcome in French. */
export interface NumberCheck {
  ok: boolean;
  steps: readonly { name: string; ok: boolean; message: string }[];
  /** What the provider tells of the number. */
  facts: Readonly<Record<string, string>>;
}

/** What a provider does for accounts and numbers that are added by the API. An adapter adds itself to `NumberKeepers` at start. */
export interface NumberKeeper {
  readonly channel: string;
  /**
   * Stores the secrets of an account after the provider confirmed them; throws with the reason otherwise. No secrets at all: those
   * that are stored already have to open these numbers too.
   */
  connect(
    account: { id: string; numbers: readonly string[] },
    secrets: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Names of the secrets it needs, with what they are, in French. */
  readonly secrets: Readonly<Record<string, string>>;
  test(number: OwnNumber): Promise<NumberCheck>;
  /** Forgets the secrets of an account that is being removed. */
  forget?(accountId: string): Promise<void>;
}

/** The keepers of the channels that are there. */
export abstract class NumberKeepers {
  abstract add(keeper: NumberKeeper): void;
}

/** What the rules of templates say about a call, before it is queued. Bound to the template room by the wiring. */
export abstract class TemplateRules {
  /** Faults in words, empty when it can be sent; `category` is the template's (`MARKETING` obeys an opt-out). */
  abstract check(
    accountId: string,
    call: { name: string; language: string; components: readonly unknown[]; picture?: Attachment },
  ): Promise<{ faults: ContentFault[]; category: string | null }>;
}

/** Those who send from our numbers, for whoever knows that what made one rest is over: a token was renewed, a limit lifted. */
export abstract class Senders {
  /** Sending from this number goes on at once; nothing happens where it is sent from elsewhere or paused by a person. */
  abstract wake(number: string): void;
}

/** The channels that are switched on. */
export abstract class Channels {
  abstract add(channel: Channel): void;
  abstract get(name: string): Channel;
}

/** Makes a picture from its id, each time anew. */
export interface AttachmentSource {
  readonly name: string;
  /** PNG bytes. */
  render(id: string): Promise<Buffer>;
}

/** Who can make which picture. */
export abstract class Attachments {
  abstract add(source: AttachmentSource): void;
  abstract render(attachment: Attachment): Promise<Buffer>;
  /** Where a provider may fetch the file for the next minutes: signed, unguessable, below PUBLIC_BASE_URL. */
  abstract link(source: MediaSource): string;
  /** A file of our storage, for a provider that wants the bytes. */
  abstract open(file: string): Promise<{ bytes: Buffer; mime: string; filename: string | null }>;
}

/** Where a channel delivers what came in. */
export abstract class Inbox {
  /**
   * Resolves once every update is on disk (database or journal); a second delivery of the same update is dropped.
   * Rejects with `InboxUnavailable` when neither can take it: the provider must deliver again.
   */
  abstract accept(updates: readonly Update[]): Promise<void>;
}

/**
 * Who answers people. One handler is added at start; it is called with messages of different people at once, those of one
 * person in their order, inside one transaction that also marks them done. When it throws, nothing of that call remains and
 * the messages are handed over again one person at a time; one that throws each time ends in a dead letter.
 */
export abstract class InboundHandler {
  abstract handle(messages: readonly InboundMessage[]): Promise<void>;
}

/** The seat of the handler. */
export abstract class Inbound {
  abstract use(handler: InboundHandler): void;
}
