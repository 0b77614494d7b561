import { fold } from '../../kernel/fold.js';
import type { Language } from './language-file.js';
import { type TextKey } from './phrases.js';
import { type Command, commands, type WordKind } from './words.js';

const NONE: ReadonlySet<WordKind> = new Set();

/** What the dialogue says and understands, in every language. Pure: made once from the language files. */
export class Texts {
  private readonly byCode: ReadonlyMap<string, Language>;
  private readonly byName = new Map<string, string>();
  private readonly words = new Map<string, Set<WordKind>>();

  /** The first language is the default. */
  constructor(private readonly list: readonly [Language, ...Language[]]) {
    this.byCode = new Map(list.map((language) => [language.code, language]));
    for (const language of list) {
      for (const word of [language.name, ...language.called]) this.byName.set(fold(word), language.code);
      for (const [kind, words] of Object.entries(language.words)) this.learn(kind as WordKind, words);
    }
  }

  get languages(): readonly Language[] {
    return this.list;
  }

  get standard(): string {
    return this.list[0].code;
  }

  /** The text in this language, else in the default one, with its values put in. */
  say(language: string, key: TextKey, values: Readonly<Record<string, string>> = {}): string {
    const text = (this.byCode.get(language) ?? this.list[0]).texts[key];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** What an answer that can be tapped is called, where the language has a word of its own for it. */
  option(language: string, key: string): string | undefined {
    return (this.byCode.get(language) ?? this.list[0]).options[key];
  }

  /** Whether a folded text is one of the words of this kind, in whatever language and however politely it is said. */
  means(folded: string, kind: WordKind): boolean {
    return this.kindsOf(folded).has(kind);
  }

  /** Whether one of the words of this kind is somewhere in a folded text. */
  mentions(folded: string, kind: WordKind): boolean {
    const said = ` ${folded} `;
    return this.list.some(({ words }) => words[kind].some((word) => said.includes(` ${word} `)));
  }

  /** The command that a folded text is, if it is one as a whole. */
  command(folded: string): Command | null {
    return commands.find((command) => this.means(folded, command)) ?? null;
  }

  /** The language that a folded text asks for: `english`, `langue anglais`. */
  languageAsked(folded: string): string | null {
    const [first = '', ...rest] = folded.split(' ');
    const name = rest.length > 0 && this.means(first, 'language') ? rest.join(' ') : folded;
    return this.byName.get(name) ?? null;
  }

  private kindsOf(folded: string): ReadonlySet<WordKind> {
    return this.words.get(folded) ?? this.words.get(this.bare(folded)) ?? NONE;
  }

  /** Without the polite words before and after the others. */
  private bare(folded: string): string {
    const polite = this.list.flatMap(({ words }) => words.polite);
    for (let text = folded; ;) {
      const before = text;
      for (const word of polite) {
        if (text.endsWith(` ${word}`)) text = text.slice(0, -word.length - 1);
        if (text.startsWith(`${word} `)) text = text.slice(word.length + 1);
      }
      if (text === before) return text;
    }
  }

  private learn(kind: WordKind, words: readonly string[]): void {
    for (const word of words) {
      const kinds = this.words.get(word) ?? new Set();
      kinds.add(kind);
      this.words.set(word, kinds);
    }
  }
}
