/** What was erased, in numbers. */
export interface Erased {
  /** Messages received and sent. */
  messages: number;
  /** Links between the person and codes. */
  codes: number;
  /** Conversations, open or over. */
  sessions: number;
}

/** `bot` the house answers; `waiting` a person of the team is asked for; `human` one has taken over; `closed` nothing is open. */
export type ConversationStatus = 'bot' | 'waiting' | 'human' | 'closed';

/** Why a person of the team is wanted. */
export type HandoverReason = 'asked' | 'unsure' | 'failed' | 'agent' | 'order';

/** A person of the team is wanted in a conversation. Ids and words of ours only. */
export class HandoverRequested {
  static readonly event = 'conversations.handover-requested';
  constructor(
    readonly conversationId: string,
    readonly number: string,
    readonly reason: HandoverReason,
  ) {}
}

/** A conversation went back to the house, or was closed. */
export class HandoverEnded {
  static readonly event = 'conversations.handover-ended';
  constructor(
    readonly conversationId: string,
    readonly how: 'closed' | 'timeout' | 'returned',
  ) {}
}

/** A cart was confirmed by the person who filled it. */
export class OrderConfirmed {
  static readonly event = 'conversations.order-confirmed';
  constructor(readonly orderId: string) {}
}

/** The team moved an order on, or called it off. */
export class OrderMoved {
  static readonly event = 'conversations.order-moved';
  constructor(
    readonly orderId: string,
    readonly state: string,
  ) {}
}

/** Counts of a span of time, for the figures of the house. */
export interface DialogueFigures {
  /** Questions that the assistant (or the built-in answerer) answered, and those on which it failed. */
  assistantAnswers: number;
  assistantFailures: number;
  handovers: number;
}

/** The dialogue with people, for those who look after it. */
export abstract class Conversations {
  /**
   * Erases everything about the person with this phone number, or of the contact with this id, in one transaction with a line in the
   * audit book. Throws `PhoneInvalid` for a text that is neither and `PersonUnknown` where nothing is kept about it.
   */
  abstract erase(phoneOrId: string): Promise<Erased>;

  /** What happened in `[from, to)`, of one number or of all, of one flow or of all. */
  abstract figures(from: Date, to: Date, number?: string): Promise<DialogueFigures>;
}
