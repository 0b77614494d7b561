import type { Texts } from '../texts/texts.js';
import type { Wording } from './reply.js';

/** The words for something in a language. */
export function inWords(texts: Texts, language: string, wording: Wording): string {
  if (typeof wording === 'string') return wording;
  if ('list' in wording) {
    return wording.list.map((item) => inWords(texts, language, item)).join(', ');
  }
  if ('option' in wording) {
    const title = texts.option(language, wording.option) ?? wording.name;
    return wording.small ? title.toLocaleLowerCase(language) : title;
  }
  const values = Object.entries(wording.values).map(([name, value]) => [
    name,
    inWords(texts, language, value),
  ]);
  return texts.say(language, wording.key, Object.fromEntries(values) as Record<string, string>);
}
