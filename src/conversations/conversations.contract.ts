/** What was erased, in numbers. */
export interface Erased {
  /** Messages received and sent. */
  messages: number;
  /** Links between the person and codes. */
  codes: number;
  /** Conversations, open or over. */
  sessions: number;
}

/** The dialogue with people, for those who look after it. */
export abstract class Conversations {
  /**
   * Erases everything about the person with this phone number, in one transaction with a line in the audit book. Throws
   * `PhoneInvalid` for a text that is no phone number and `PersonUnknown` where nothing is kept about it.
   */
  abstract erase(phone: string): Promise<Erased>;
}
