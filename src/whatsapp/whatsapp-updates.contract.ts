import type { ChannelError, InboundContent, Person, Referral } from './whatsapp-content.contract.js';

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
  /** Passed on from another conversation, once or often. */
  forwarded?: 'once' | 'often';
  /** The product to which a question belongs. */
  product?: { catalogId: string; productId: string };
  referral?: Referral;
  /** The provider's id of the group in which it was said: kept and shown, never answered. */
  group?: string;
}

/** Something said from our number by another way than ours: somebody wrote on the phone that shares the number. */
export interface EchoUpdate {
  kind: 'echo';
  channel: string;
  number: string;
  providerId: string;
  to: Person;
  at: Date;
  content: InboundContent;
}

/** A person has another address now: both are the same one, whatever is kept about the old address belongs to the new. */
export interface PersonUpdate {
  kind: 'person';
  channel: string;
  number: string;
  /** What makes this news the same news at a second delivery. */
  providerId: string;
  at: Date;
  previous: Person;
  current: Person;
}

/** A person wants marketing messages no more, or again, said to WhatsApp itself. */
export interface PreferenceUpdate {
  kind: 'preference';
  channel: string;
  number: string;
  providerId: string;
  at: Date;
  from: Person;
  marketing: 'stop' | 'resume';
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
  /** Whether the provider charges for it; absent where it does not say. */
  billable?: boolean;
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

export type Update =
  | InboundUpdate
  | EchoUpdate
  | PersonUpdate
  | PreferenceUpdate
  | StatusUpdate
  | OtherUpdate;
