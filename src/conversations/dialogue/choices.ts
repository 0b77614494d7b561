import type { Question } from '../../uic/uic.contract.js';
import type { Capabilities } from '../../whatsapp/whatsapp.contract.js';
import { fold } from '../../kernel/fold.js';
import type { Texts } from '../texts/texts.js';
import { type Choices, type Named, type Option, phrase } from './reply.js';
import { inWords } from './wording.js';

/** How choices can be shown on a channel: as buttons, as a list, or as numbered lines of the text. */
export function presentation(choices: Choices, can: Capabilities): 'buttons' | 'list' | 'text' {
  const count = choices.options.length;
  const fits = { buttons: count <= can.buttons, list: count <= can.listRows };
  const other = choices.prefer === 'buttons' ? 'list' : 'buttons';
  if (fits[choices.prefer]) return choices.prefer;
  return fits[other] ? other : 'text';
}

/** The option that a typed text names: by its title, or by its number where numbers pick. */
export function typedOption(
  choices: Choices,
  folded: string,
  setting: { texts: Texts; language: string; can: Capabilities },
): string | null {
  const { texts, language, can } = setting;
  const numbered =
    choices.numbers === 'yes' || (choices.numbers === 'shown' && presentation(choices, can) === 'text');
  const option =
    (numbered ? choices.options[Number(folded) - 1] : undefined) ??
    choices.options.find(({ title }) => fold(inWords(texts, language, title)) === folded);
  return option?.value ?? null;
}

/** Says that none of the towns shown is it. */
export const OTHER_TOWN = 'other';
const MORE = /^more-(\d{1,3})$/;
const TOWNS_IN_TEXT = 10;

/** From which option on the rest was asked for; `null` when the tap is no such request. */
export function restFrom(value: string): number | null {
  const from = MORE.exec(value)?.[1];
  return from === undefined ? null : Number(from);
}

/** What can be tapped for a question; `from`: the options before this one were shown already. */
export function offered(
  question: Question,
  can: Capabilities,
  from = 0,
): Pick<Choices, 'options' | 'prefer' | 'numbers'> | null {
  if (question.options.length === 0) return null;
  if (question.kind === 'town') return { options: towns(question, can), prefer: 'list', numbers: 'shown' };
  if (question.kind !== 'choice') return null;
  return { options: few(question, can, from), prefer: 'buttons', numbers: 'no' };
}

/** The title of an answer of the scheme. */
export function titleOf(question: Question, option: Question['options'][number]): Named {
  const { value, name = value, names } = option;
  return { option: `${question.key}.${value}`, name, ...(names === undefined ? {} : { names }) };
}

function towns(question: Question, can: Capabilities): Option[] {
  const most = can.listRows > 0 ? can.listRows : TOWNS_IN_TEXT;
  const largest = question.options.slice(0, most - 1).map((option) => asOption(question, option));
  return [...largest, { value: OTHER_TOWN, title: phrase('row.other-town') }];
}

/** As many as there are buttons; where there are more, the last button leads to the rest. */
function few(question: Question, can: Capabilities, from: number): Option[] {
  const rest = question.options.slice(from);
  if (rest.length <= can.buttons || can.buttons < 2) return rest.map((option) => asOption(question, option));
  const shown = can.buttons - 1;
  return [
    ...rest.slice(0, shown).map((option) => asOption(question, option)),
    { value: `more-${from + shown}`, title: phrase('button.more') },
  ];
}

function asOption(question: Question, option: Question['options'][number]): Option {
  return { value: option.value, title: titleOf(question, option) };
}
