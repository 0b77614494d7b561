import type { Form, Scheme } from '../scheme.js';
import type { AnswerKey, QuestionTexts } from '../uic.contract.js';

/** One of the answers that a choice has. */
export interface Choice {
  readonly value: string;
  /** By language; absent where the language files have them. */
  readonly names?: Readonly<Record<string, string>>;
  /** What people say for it beside its value and its names. */
  readonly words: readonly string[];
  /** Said together with one of these, it is what is meant: « femme trans ». */
  readonly prevailsOver: readonly string[];
}

/** A question as its file says it, checked. */
export interface Asked extends Form {
  readonly options: readonly Choice[];
  /** By language; absent where the language files have them. */
  readonly texts?: Readonly<Record<string, QuestionTexts>>;
}

/** What a questions file says: what is asked, in which order, and the code that becomes of the answers. */
export interface Definition {
  readonly questions: readonly Asked[];
  /** The question that opens the way to a code that was issued before. */
  readonly recall: AnswerKey;
  readonly scheme: Scheme;
  /** Names the very file, where it is not the shipped one. */
  readonly digest: string | null;
}
