import type { Product } from '../catalog/catalog.contract.js';

/** A line of the conversation so far, oldest first; without numbers, codes or names of people. */
export interface Exchange {
  who: 'person' | 'house';
  text: string;
}

/** An order of this very person, as it may be told. */
export interface OrderSummary {
  /** Short number that people use. */
  number: string;
  /** In the person's language. */
  state: string;
  total: string;
  at: Date;
}

/** A free question of a person. */
export interface Question {
  /** Opaque: whose budget it is, the same for the same person also after an erasure. Never sent to a model; kept hashed, for a day. */
  personKey: string;
  language: string;
  text: string;
  history: readonly Exchange[];
  /** How the seller or programme calls itself. */
  serviceName: string;
  /** The orders of this person and of nobody else, looked up when they are wanted. */
  orders(): Promise<OrderSummary[]>;
}

/**
 * `answered`: words for the person and products to show beneath, each checked against the catalogue and its stock; with
 * `offersPerson` the words alone may not help, and a person of the team is offered.
 * `handover`: a person should take over; `because` says why.
 * `failed`: no answer could be had (time-out, budget, garbage): the dialogue says its fallback sentence and offers a person.
 */
export type Answered =
  | { outcome: 'answered'; text: string; products: readonly Product[]; offersPerson?: true }
  | { outcome: 'handover'; because: 'asked' | 'unsure'; text?: string }
  | { outcome: 'failed'; because: 'timeout' | 'budget' | 'unusable' | 'unreachable' };

/** Answers to free questions, grounded in the catalogue, bounded by policy. */
export abstract class Assistant {
  /** Never throws and never takes longer than its time-out. Not to be called inside a transaction. */
  abstract answer(question: Question): Promise<Answered>;
  /** Whether free questions can be answered at all: a model is configured, or there are products to search. */
  abstract readonly isUseful: boolean;
}
