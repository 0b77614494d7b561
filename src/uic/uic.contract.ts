/** The five questions of the shipped scheme, in their order. */
export type AnswerKey = 'family' | 'given' | 'year' | 'town' | 'gender';

/** How a question is answered; the texts of the questions belong to the dialogue, not to the code. */
export interface Question {
  key: AnswerKey;
  /** `letters`: a name; `digit`: a year; `town`: a place; `choice`: one of `options`. */
  kind: 'letters' | 'digit' | 'town' | 'choice';
  /** What can be tapped: all options of a choice, the largest towns. `value` is a valid typed answer as well. */
  options: readonly { value: string; name?: string }[];
}

/** Why an answer cannot be taken; the dialogue has a text for each. */
export type ReadingFault =
  | 'empty'
  | 'greeting'
  | 'no-name'
  | 'digits'
  | 'not-latin'
  | 'too-long'
  | 'several-lines'
  | 'not-a-year'
  | 'unknown-town'
  | 'not-an-option'
  | 'several-options';

/**
 * An answer read: its part of the code, and what to show of it (`KXX`, `KI (Kinshasa)`).
 * `sure: false` asks the dialogue to have it confirmed: a single letter, a misspelt town.
 */
export type Reading =
  | { ok: true; value: string; shown: string; sure: boolean }
  | { ok: false; fault: ReadingFault };

export type Answers = Record<AnswerKey, string>;

export interface IssueRequest {
  /** The contact who asks; opaque here. */
  holderId: string;
  /** Values as `read` gave them. */
  answers: Answers;
}

/**
 * `issued`: the code, and whether this holder had the very same one before.
 * `limited`: this holder has asked for too many different codes; `until` says when it may again.
 * Nothing in it depends on what other holders did: an outcome that did would tell one person about another.
 */
export type Issued =
  | { outcome: 'issued'; id: string; code: string; repeat: boolean }
  | { outcome: 'limited'; until: Date };

/** A holder obtained a code. Carries ids only. */
export class CodeIssued {
  static readonly event = 'uic.code-issued';
  constructor(
    /** Id of the code row. */
    readonly codeId: string,
    readonly holderId: string,
    /** `true`: another holder has the same ten characters, a person must look. */
    readonly possibleDuplicate: boolean,
  ) {}
}

/** The code of a person: its rule, its uniqueness, its issue, its card. */
export abstract class Uic {
  /** The questions in the order in which they are asked. */
  abstract readonly questions: readonly Question[];

  /** Reads one answer, typed or tapped. Pure: the same text gives the same reading on every machine. */
  abstract read(key: AnswerKey, text: string): Reading;

  /**
   * Issues the code of these answers to this holder, or finds it again. Joins the transaction that is open; a concurrent issue of
   * the same code waits or is repeated by the caller's retry.
   */
  abstract issue(request: IssueRequest): Promise<Issued>;

  /** Notes that a conversation ended without a code, for the statistics: the question at which it stopped. */
  abstract countDropOut(
    at: AnswerKey | 'consent' | 'summary',
    how: 'refused' | 'cancelled' | 'expired',
  ): Promise<void>;

  /** The card of an issued code as PNG, made anew each time. */
  abstract card(codeId: string): Promise<Buffer>;

  /** Whether this holder has a code. */
  abstract holds(holderId: string): Promise<boolean>;

  /** Removes every link between this holder and codes, and the codes that nobody else holds. Returns how many links went. */
  abstract forgetHolder(holderId: string): Promise<number>;
}
