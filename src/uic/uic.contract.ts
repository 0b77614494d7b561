/** Names a question of the scheme: `family`. Shipped: `family`, `given`, `year`, `town`, `gender`. */
export type AnswerKey = string;

/** The words of a question in one language; where they are absent the language files have them under `question.<key>`. */
export interface QuestionTexts {
  /** The question itself, ≤ 900 characters; `{n}` and `{total}` become its place, `{options}` the list of a choice. */
  ask: string;
  /** What it asks for, in a word or two: « Ville »; ≤ 24 characters. */
  label: string;
  /** How a doubtful answer is shown for confirmation; `{shown}` becomes the answer. */
  doubt?: string;
}

/** How a question is answered. */
export interface Question {
  key: AnswerKey;
  /** `letters`: a name; `year`; `month`; `town`: a place; `number`; `choice`: one of `options`. */
  kind: 'letters' | 'year' | 'month' | 'town' | 'number' | 'choice';
  /** What can be tapped: all options of a choice, the largest towns. `value` is a valid typed answer as well; names by language. */
  options: readonly { value: string; name?: string; names?: Readonly<Record<string, string>> }[];
  /** By language; absent for the shipped questions. */
  texts?: Readonly<Record<string, QuestionTexts>>;
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
  | 'not-a-month'
  | 'not-a-number'
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

/** By the key of the question, each as `read` gave it. */
export type Answers = Readonly<Record<AnswerKey, string>>;

export interface IssueRequest {
  /** The contact who asks; opaque here. */
  holderId: string;
  /** Values as `read` gave them. */
  answers: Answers;
  /** The language of the conversation, and when it began: for the statistics. */
  language: string;
  startedAt: Date;
}

/**
 * `issued`: the code, and whether this holder had the very same one before. `resembles`: an earlier code of this same holder differs
 * in one answer only (its key): the person may have corrected itself.
 * `pending`: the national register decides the code: `CodeSettled` tells when it is known, at the latest a little after `until`.
 * `limited`: this holder has asked for too many different codes; `until` says when it may again.
 * Nothing in it depends on what other holders did: an outcome that did would tell one person about another.
 */
export type Issued =
  | {
      outcome: 'issued';
      id: string;
      code: string;
      repeat: boolean;
      resembles?: { id: string; key: AnswerKey };
    }
  | { outcome: 'pending'; id: string; until: Date }
  | { outcome: 'limited'; until: Date };

/** A holder obtained a code. Carries ids only. */
export class CodeIssued {
  static readonly event = 'uic.code-issued';
  constructor(
    /** Id of the code row. */
    readonly codeId: string,
    readonly holderId: string,
    /** `true`: another holder has the same characters, a person must look. */
    readonly possibleDuplicate: boolean,
  ) {}
}

/** A code that was `pending` is known: `Uic.settled` gives it. Carries ids only. */
export class CodeSettled {
  static readonly event = 'uic.code-settled';
  constructor(
    readonly codeId: string,
    readonly holderId: string,
  ) {}
}

/** One code of a holder, as far as it may be told without showing it. */
export interface Holding {
  id: string;
  createdAt: Date;
  /** `false`: superseded by another one, or linked to it. */
  current: boolean;
  /** Whether the national register has it; `null` where there is none. */
  registered: boolean | null;
}

/** The code of a person: its rule, its uniqueness, its issue, its card. */
export abstract class Uic {
  /** The questions in the order in which they are asked. */
  abstract readonly questions: readonly Question[];

  /** The question whose answer a holder tells to see its code again: what others who use the same phone may not know. */
  abstract readonly recallKey: AnswerKey;

  /** Reads one answer, typed or tapped. Pure: the same text gives the same reading on every machine. */
  abstract read(key: AnswerKey, text: string): Reading;

  /**
   * Issues the code of these answers to this holder, or finds it again. Joins the transaction that is open; a concurrent issue of
   * the same code waits or is repeated by the caller's retry.
   */
  abstract issue(request: IssueRequest): Promise<Issued>;

  /** The code of a holder, known by now: `issued`; `null` when it is not this holder's, is still pending or is gone. */
  abstract settled(holderId: string, codeId: string): Promise<Issued | null>;

  /** The current codes of this holder in which the answer to `recallKey` is this value, newest first. Told the same whether none fits or there is none. */
  abstract recall(holderId: string, value: string): Promise<readonly { id: string; code: string }[]>;

  /**
   * The newer code of this holder takes the older one's place: the person corrected itself. `false` when one of them is not this
   * holder's or has been replaced already. Joins the transaction that is open.
   */
  abstract supersede(holderId: string, olderId: string, newerId: string): Promise<boolean>;

  /** The person says that two codes of this phone belong to two people: nobody needs to look at the pair. */
  abstract keepApart(holderId: string, olderId: string, newerId: string): Promise<void>;

  /** What this holder has, newest first. */
  abstract holdings(holderId: string): Promise<readonly Holding[]>;

  /** The current code of this id as its card and its holders' ids see it; `null` when it is gone or no longer current. */
  abstract find(codeId: string): Promise<{ id: string; code: string; holderIds: readonly string[] } | null>;

  /** Notes that a conversation ended without a code, for the statistics: the question at which it stopped, `consent` or `summary`. */
  abstract countDropOut(at: AnswerKey, how: 'refused' | 'cancelled' | 'expired'): Promise<void>;

  /** The card of an issued code as PNG, made anew each time. */
  abstract card(codeId: string): Promise<Buffer>;

  /** Whether this holder has a code. */
  abstract holds(holderId: string): Promise<boolean>;

  /** What the one holds the other holds from now on; a code that both hold stays once. Joins the transaction that is open. */
  abstract moveHolder(fromId: string, toId: string): Promise<void>;

  /** Removes every link between this holder and codes, and the codes that nobody else holds. Returns how many links went. */
  abstract forgetHolder(holderId: string): Promise<number>;

  /**
   * The register has decided on a code that was pending: its own characters, or `null` for those of the scheme. Publishes
   * `CodeSettled`, once. Joins the transaction that is open. For whoever serves `CodeRegister`.
   */
  abstract settle(codeId: string, characters: string | null): Promise<void>;

  /** The register's own characters for a code that was given to its holder already: kept beside it, the code stays. */
  abstract noteRemote(codeId: string, characters: string): Promise<void>;
}
