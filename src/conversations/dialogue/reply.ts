import type { AnswerKey, Answers } from '../../uic/uic.contract.js';
import type { HandoverReason } from '../conversations.contract.js';
import type { TextKey, ValueName } from '../texts/phrases.js';
import type { Wanted } from './goods.js';

/** Something to be said, in whatever language: a text and its values. */
export interface Phrase {
  key: TextKey;
  values: Readonly<Record<string, Wording>>;
  /** Follows the phrase before it on the next line, without an empty line between. */
  tight?: boolean;
}

/** An answer of the scheme that can be tapped; a language may have a word of its own for it. */
export interface Named {
  option: string;
  name: string;
  /** By language, where the question brings its own. */
  names?: Readonly<Record<string, string>>;
  /** In the middle of a line: without capital. */
  small?: boolean;
}

/** Words that a question brings along, by language. */
export interface Own {
  own: Readonly<Record<string, string>>;
  values: Readonly<Record<string, Wording>>;
}

/** What becomes words only when the language is known. */
export type Wording = string | Phrase | Named | Own | { list: readonly Phrase[] };

/** Makes a phrase; its values are checked against the text's. */
export function phrase<K extends TextKey>(
  key: K,
  ...values: ValueName<K> extends never ? [] : [Readonly<Record<ValueName<K>, Wording>>]
): Phrase {
  return { key, values: values[0] ?? {} };
}

export interface Option {
  /** What a tap on it says: `KI`, `yes`. */
  value: string;
  title: Wording;
  description?: Wording;
}

/** What can be tapped or typed. */
export interface Choices {
  /** To which question the taps belong; see `tapId`. */
  run: string;
  step: string;
  options: readonly Option[];
  /** What suits better where the channel can do both. */
  prefer: 'buttons' | 'list';
  /**
   * Whether a typed number picks an option: `yes`; `shown` only where the options are written with their numbers because
   * nothing can be tapped; `no` where numbers mean something else and the text says how to answer.
   */
  numbers: 'yes' | 'shown' | 'no';
}

/** A message to the person. */
export type Reply = { sensitive: boolean } & (
  | { kind: 'say'; phrases: readonly Phrase[]; choices?: Choices }
  | { kind: 'card'; codeId: string; caption: Phrase }
  /** A picture at a public address. */
  | { kind: 'picture'; url: string }
  /** A product of the number's catalogue, or several: WhatsApp shows them and takes a cart. */
  | { kind: 'product'; catalogId: string; sku: string }
  | {
      kind: 'products';
      catalogId: string;
      header: Phrase;
      text: Phrase;
      items: readonly { sku: string; shelf: string | null }[];
    }
);

/** What the dialogue wants done; it does nothing itself. */
export type Wish =
  | { kind: 'issue'; answers: Answers; language: string; startedAt: number }
  /** The codes of this phone with this answer to the question of recall: come back as `recalled`. */
  | { kind: 'recall'; value: string }
  /** A newer code takes an older one's place: comes back as `replaced`. */
  | { kind: 'replace'; newerId: string; olderId: string | null }
  /** Two codes of this phone are two people's. */
  | { kind: 'keep-apart'; newerId: string; olderId: string }
  /** Erase what was said since this moment. */
  | { kind: 'erase'; since: number }
  | { kind: 'consent'; language: string }
  | { kind: 'drop-out'; at: AnswerKey; how: 'refused' | 'cancelled' | 'expired' }
  | { kind: 'opt'; state: 'out' | 'in' }
  /** Messages of advertising; nothing else is touched. */
  | { kind: 'promotions'; state: 'out' | 'in' }
  | { kind: 'forget' }
  /** A person of the team is wanted: from now on the house keeps silent. */
  | { kind: 'handover'; reason: HandoverReason }
  /** What the catalogue has: comes back as `browsed`. */
  | {
      kind: 'browse';
      words: string | null;
      categoryId: string | null;
      offset: number;
      limit: number;
      /** The provider's catalogue of this number, where its products can be shown. */
      catalogId?: string;
    }
  /** One product, by our id or by the seller's: comes back as `shown`. */
  | { kind: 'show'; productId: string; catalogId?: string }
  | { kind: 'show'; sku: string; catalogId?: string }
  /** One product that the person wants: comes back as `offered`. */
  | { kind: 'offer'; productId: string }
  /** A new order as the catalogue prices it: comes back as `priced`. */
  | { kind: 'price'; wanted: readonly Wanted[] }
  /** Another quantity of one line, 0 takes it out: comes back as `priced`. */
  | { kind: 'change-order'; orderId: string; sku: string; quantity: number }
  /** Comes back as `confirmed`. */
  | { kind: 'confirm'; orderId: string }
  /** Comes back as `called-off`. */
  | { kind: 'cancel-order'; orderId: string }
  /** The person's own orders: come back as `orders`. */
  | { kind: 'orders' }
  /** A free question: comes back later as `answered`. */
  | { kind: 'ask'; text: string }
  /** The other side writes faster than a person: nothing is answered. */
  | { kind: 'mute' };

const TAP = /^([^.]{1,60})\.([^.]{1,40})\.(.{1,90})$/su;

/** The id of a tap: an old message's never answers another question. */
export function tapId(choices: Pick<Choices, 'run' | 'step'>, value: string): string {
  return `${choices.run}.${choices.step}.${value}`;
}

/** The parts of a tap's id, `null` when it is not one of ours. */
export function readTap(id: string): { run: string; step: string; value: string } | null {
  const [, run, step, value] = TAP.exec(id) ?? [];
  return run === undefined || step === undefined || value === undefined ? null : { run, step, value };
}
