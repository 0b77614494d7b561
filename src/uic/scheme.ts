import type { AnswerKey, Question } from './uic.contract.js';

/** What is kept of an answer: its kind, and the form that its value has. */
export interface Form {
  readonly key: AnswerKey;
  readonly kind: Question['kind'];
  /** Characters of the value. */
  readonly length: number;
  /** Of a name: these letters of it, counted from 1; absent: the first `length`. */
  readonly take?: readonly number[];
  /** Stands for the letters that a name does not have. */
  readonly pad?: string;
  /** The side on which it does; right where nothing is said. */
  readonly side?: 'left' | 'right';
  /** What a number can be. */
  readonly min?: number;
  readonly max?: number;
  /** What a choice can be. */
  readonly choices?: readonly string[];
}

/** One answer's share of a code: its value, or some characters of it. */
export interface Part extends Form {
  /** Counted from 1; absent: all. */
  readonly positions?: readonly number[];
}

/** Characters that are the same in every code. */
export interface Literal {
  readonly literal: string;
}

/** A character that follows from those before it, so that a slip of the pen is noticed. */
export interface Check {
  readonly check: 'iso7064-mod-37-36';
}

export type Segment = Part | Literal | Check;

/** The formula of a code as data: what it is made of, in order. A change that changes codes is a new id. */
export interface Scheme {
  readonly id: string;
  readonly parts: readonly Segment[];
}
