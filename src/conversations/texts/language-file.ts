import { z } from 'zod';
import { fold } from '../../kernel/fold.js';
import { phrases, type TextKey } from './phrases.js';
import { commands, wordKinds, type WordKind } from './words.js';

/** One language as its file gives it: `{ "name", "called", "words", "texts", "options" }`. A text may be a list of lines. */
export interface Language {
  /** The file's name without `.json`: `fr`, `ln`. */
  code: string;
  /** What speakers call it. */
  name: string;
  /** Words by which a person asks for it, folded. */
  called: readonly string[];
  /** Folded. */
  words: Readonly<Record<WordKind, readonly string[]>>;
  texts: Readonly<Record<TextKey, string>>;
  /** Titles of answers that can be tapped, `gender.1`; one that is missing keeps the name that the scheme gives it. */
  options: Readonly<Record<string, string>>;
}

/** A language, or what is wrong with its file, each fault a sentence. */
export type Parsed = { language: Language } | { faults: string[] };

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]);
const shape = z.strictObject({
  name: z.string().min(1).max(24),
  called: z.array(z.string()).min(1),
  words: z.partialRecord(z.enum(wordKinds), z.array(z.string())),
  texts: z.record(z.string(), text),
  options: z.record(z.string(), z.string()).default({}),
});
const patch = shape.partial();

const keys = Object.keys(phrases) as TextKey[];
const PLACEHOLDER = /\{(\w+)\}/g;

/** Characters that a text may have before its values are put in, so that a message never passes WhatsApp's 1,024. */
const MOST = 900;
const MOST_BY_KIND: readonly [RegExp, number][] = [
  [/^button\./, 20],
  [/^(row|label)\./, 24],
];

/** Reads a language file. Over a `base` it may hold only what it says differently; else it has to be complete. */
export function parseLanguage(code: string, json: unknown, base?: Language): Parsed {
  const parsed = (base === undefined ? shape : patch).safeParse(json);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'fichier'} : ${message}`),
    };
  }
  const { name, called, words, texts, options } = parsed.data;
  const language = {
    code,
    name: name ?? base?.name ?? code,
    called: (called ?? base?.called ?? []).map(fold),
    words: mergedWords(words ?? {}, base),
    texts: { ...base?.texts, ...texts } as Record<TextKey, string>,
    options: { ...base?.options, ...options },
  };
  const faults = [...textFaults(language.texts), ...wordFaults(language), ...optionFaults(language.options)];
  return faults.length > 0 ? { faults } : { language };
}

function mergedWords(
  words: Partial<Record<WordKind, string[]>>,
  base?: Language,
): Record<WordKind, string[]> {
  const entries = wordKinds.map((kind) => [kind, (words[kind] ?? base?.words[kind] ?? []).map(fold)]);
  return Object.fromEntries(entries) as Record<WordKind, string[]>;
}

function textFaults(texts: Readonly<Record<string, string>>): string[] {
  const missing = keys.filter((key) => !texts[key]?.trim());
  const unknown = Object.keys(texts).filter((key) => !Object.hasOwn(phrases, key));
  return [
    ...(missing.length > 0 ? [`textes manquants : ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`textes inconnus : ${unknown.join(', ')}`] : []),
    ...keys.flatMap((key) => oneTextFaults(key, texts[key] ?? '')),
  ];
}

function oneTextFaults(key: TextKey, value: string): string[] {
  if (value.trim() === '') return [];
  const wanted: readonly string[] = phrases[key];
  const given = new Set(placeholders(value));
  const most = MOST_BY_KIND.find(([kind]) => kind.test(key))?.[1] ?? MOST;
  return [
    ...wanted.filter((name) => !given.has(name)).map((name) => `${key} : {${name}} manque`),
    ...[...given].filter((name) => !wanted.includes(name)).map((name) => `${key} : {${name}} est inconnu`),
    ...(value.length > most ? [`${key} : ${value.length} caractères, ${most} au plus`] : []),
  ];
}

/** Three letters are the answer to a question: no command may look like one. */
function wordFaults({ words, called }: Language): string[] {
  const short = [...commands.flatMap((command) => words[command]), ...called].filter(
    (word) => word.length < 4,
  );
  return short.map((word) => `le mot « ${word} » est trop court : quatre lettres au moins`);
}

function optionFaults(options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options)
    .filter(([, title]) => title.length > 20 || title.trim() === '')
    .map(([key]) => `options.${key} : de 1 à 20 caractères`);
}

/** Names of the values that a text shows. */
export function placeholders(value: string): string[] {
  return [...value.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}
