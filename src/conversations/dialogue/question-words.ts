import type { Question, QuestionTexts } from '../../uic/uic.contract.js';
import type { TextKey } from '../texts/phrases.js';
import { titleOf } from './choices.js';
import { type Own, type Phrase, phrase, type Wording } from './reply.js';

/** The question itself, with the list of a choice in it: where nothing can be tapped, that is all there is. */
export function questionWords(asked: Question, n: number, total: number): Phrase {
  const place = { n: String(n), total: String(total) };
  const list = asked.options.map((option) =>
    phrase('option.line', { value: option.value, title: { ...titleOf(asked, option), small: true } }),
  );
  const values = asked.kind === 'choice' ? { ...place, options: { list } } : place;
  const own = ownWords(asked, 'ask', values);
  return own === null ? { key: spokenKey('question', asked), values } : phrase('plain', { text: own });
}

/** What a question asks for, in a word or two. */
export function labelOf(asked: Question): Wording {
  return ownWords(asked, 'label', {}) ?? { key: spokenKey('label', asked), values: {} };
}

/** What a question wants to know, in a few words. */
export function aboutWords(asked: Question): Phrase {
  const own = ownWords(asked, 'label', {});
  return own === null ? { key: spokenKey('about', asked), values: {} } : phrase('plain', { text: own });
}

/** What a question says in words of its own; `null` where the language files have them. */
export function ownWords({ texts }: Question, what: keyof QuestionTexts, values: Own['values']): Own | null {
  const said = Object.entries(texts ?? {}).flatMap(([language, { [what]: text }]) =>
    text === undefined ? [] : [[language, text]],
  );
  return said.length > 0 ? { own: Object.fromEntries(said) as Own['own'], values } : null;
}

/** The language files' text of this kind for a question; the start has looked that it is there. */
function spokenKey(what: 'question' | 'label' | 'about', { key }: Question): TextKey {
  return `${what}.${key}` as TextKey;
}
