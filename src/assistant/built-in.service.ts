import { Injectable } from '@nestjs/common';
import { Catalog, type Product } from '../catalog/catalog.contract.js';
import { fold } from '../kernel/fold.js';
import type { Answered, Question } from './assistant.contract.js';
import { textsOf } from './texts/texts.js';

const MOST_SHOWN = 5;
const MOST_WORDS = 6;

/** Answers without a model: it looks for what is asked about in the catalogue, and knows when a person is better. */
@Injectable()
export class BuiltIn {
  constructor(private readonly catalog: Catalog) {}

  async answer({ text, language }: Question): Promise<Answered> {
    const texts = textsOf(language);
    const words = wordsIn(text, texts.emptyWords);
    if (words.length === 0 || !this.catalog.hasProducts) return offering(texts.nothing);
    const found = await this.search(words, true);
    if (found.length > 0) {
      const lead = found.length === 1 ? texts.found.one : texts.found.several;
      return { outcome: 'answered', text: lead, products: found };
    }
    const [soldOut] = await this.search(words, false);
    const sentence =
      soldOut === undefined ? texts.nothing : texts.soldOut.replace('{name}', () => soldOut.name);
    return offering(sentence);
  }

  private search(words: readonly string[], inStock: boolean): Promise<Product[]> {
    return this.catalog.search({ words: words.join(' '), inStock, limit: MOST_SHOWN });
  }
}

/** Nobody is silenced because a shelf is empty: the person decides whether the team is wanted. */
function offering(text: string): Answered {
  return { outcome: 'answered', text, products: [], offersPerson: true };
}

/** Whether a person is asked for. */
export function asksForPerson({ text, language }: Question): boolean {
  const said = ` ${fold(text)} `;
  return textsOf(language).person.some((phrase) => said.includes(` ${phrase} `));
}

/** The words of a question that may name something. */
function wordsIn(text: string, empty: ReadonlySet<string>): string[] {
  const words = fold(text.slice(0, 1_000))
    .split(' ')
    .filter((word) => word !== '' && !empty.has(word));
  return [...new Set(words)].slice(0, MOST_WORDS);
}
