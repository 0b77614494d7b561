import type {
  Attachment,
  Capabilities,
  ChannelError,
  InboundMessage,
  OutboundContent,
  Update,
} from './whatsapp.contract.js';

/** A message handed to a channel. */
export interface OutboundMessage {
  /** Our reference: the channel hands it to the provider, whose status reports carry it back. */
  reference: string;
  number: string;
  to: { waId?: string; userId?: string };
  content: OutboundContent;
  /** How many attempts came before this one: 0 for the first. */
  attempt: number;
}

/**
 * What became of one attempt:
 * `sent` the provider has it; `retry` it certainly has not and may take it later (`scope` says what has to wait, `afterMs` how long
 * at least: without it the queue decides); `refused` it never will; `unknown` the call broke after it left, so only a status report
 * can tell.
 */
export type SendResult =
  | { outcome: 'sent'; providerId: string }
  | { outcome: 'retry'; scope: 'message' | 'number'; afterMs?: number; error: ChannelError }
  | { outcome: 'refused'; error: ChannelError }
  | { outcome: 'unknown'; error: ChannelError };

/** A way to WhatsApp. An adapter in `providers/` extends it and adds itself to `Channels` at start. */
export abstract class Channel {
  /** Stored with each message; lower case, ≤ 20 characters. */
  abstract readonly name: string;
  abstract readonly can: Capabilities;
  /** Ids of our own numbers that it serves. */
  abstract readonly numbers: readonly string[];
  /** One attempt. Never throws for what the provider answers; a throw means a defect and counts as `retry`. */
  abstract send(message: OutboundMessage, attachments: Attachments): Promise<SendResult>;
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
