import type { AnswerKey, Answers } from '../../uic/uic.contract.js';
import type { TextKey, ValueName } from '../texts/phrases.js';

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
  /** In the middle of a line: without capital. */
  small?: boolean;
}

/** What becomes words only when the language is known. */
export type Wording = string | Phrase | Named | { list: readonly Phrase[] };

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
);

/** What the dialogue wants done; it does nothing itself. */
export type Wish =
  | { kind: 'issue'; answers: Answers }
  /** Erase what was said since this moment. */
  | { kind: 'erase'; since: number }
  | { kind: 'consent'; language: string }
  | { kind: 'drop-out'; at: AnswerKey | 'consent' | 'summary'; how: 'refused' | 'cancelled' | 'expired' }
  | { kind: 'opt'; state: 'out' | 'in' }
  | { kind: 'forget' }
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
