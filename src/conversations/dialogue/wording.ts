import type { Texts } from '../texts/texts.js';
import type { Wording } from './reply.js';

/** In which every text is, whatever the default language. */
const ALWAYS = 'fr';

/** The words for something in a language. */
export function inWords(texts: Texts, language: string, wording: Wording): string {
  if (typeof wording === 'string') return wording;
  if ('list' in wording) {
    return wording.list.map((item) => inWords(texts, language, item)).join(', ');
  }
  if ('option' in wording) {
    const { option, name, names, small } = wording;
    const title = (names ? spoken(texts, language, names) : texts.option(language, option)) ?? name;
    return small ? title.toLocaleLowerCase(language) : title;
  }
  const entries = Object.entries(wording.values).map(([name, value]) => [
    name,
    inWords(texts, language, value),
  ]);
  const values = Object.fromEntries(entries) as Record<string, string>;
  if ('key' in wording) return texts.say(language, wording.key, values);
  const text = spoken(texts, language, wording.own) ?? '';
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** What is said in this language, else in the default one. */
function spoken(
  texts: Texts,
  language: string,
  byLanguage: Readonly<Record<string, string>>,
): string | undefined {
  return byLanguage[language] ?? byLanguage[texts.standard] ?? byLanguage[ALWAYS];
}
