import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { thriftily } from '../../platform/jobs/thrift.js';
import { IN_TEXT, IN_TITLE, type PostingRow } from './posting.entity.js';
import { PostingRepository, type Unindexed } from './posting.repository.js';
import { wordsOf } from './words.js';

const AT_ONCE = 200;
const MANY_CHANGES = 5_000;
/** Whether somebody writes products: so long ago at most one was changed. */
const BUSY_MS = 5_000;
/** For each moment of work. */
const RESTS = 8;
const LONGEST_REST_MS = 2_000;
/** Of a description: its words are many and say little. */
const MOST_WORDS = 24;
const DESCRIPTION_LETTERS = 2_000;

/** Keeps the words of the products in the index. Any number of instances may do it at once: each product is claimed with its revision. */
@Injectable()
export class Indexing {
  /** Changes since the tables were counted, and with how many they will be again. */
  private uncounted = 0;
  private enough = MANY_CHANGES;
  private untidied = 0;

  constructor(
    private readonly repository: PostingRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One round; `true` when there may be more. */
  async run(): Promise<boolean> {
    const began = performance.now();
    const products = await this.repository.unindexed(AT_ONCE);
    if (products.length > 0) await thriftily(() => this.database.retrying(() => this.index(products)));
    const isOver = products.length < AT_ONCE;
    if (products.length > 0) await this.rest(performance.now() - began);
    await this.count(products.length, isOver);
    return !isOver;
  }

  /** While the catalogue is being written, whoever writes goes first: an inventory is copied the sooner, and all is found as soon. */
  private async rest(tookMs: number): Promise<void> {
    const age = this.clock.now().getTime() - (await this.repository.lastChange());
    if (age < BUSY_MS) await pause(Math.min(LONGEST_REST_MS, tookMs * RESTS));
  }

  /** Has the tables tidied after many changes, and counted on the way whenever twice as many have come. */
  private async count(changes: number, isOver: boolean): Promise<void> {
    this.uncounted += changes;
    this.untidied += changes;
    if (isOver) return this.tidy();
    if (this.uncounted < this.enough) return;
    this.uncounted = 0;
    this.enough *= 2;
    await this.repository.count();
  }

  private async tidy(): Promise<void> {
    if (this.untidied < MANY_CHANGES) return;
    this.uncounted = 0;
    this.untidied = 0;
    this.enough = MANY_CHANGES;
    await this.repository.tidy();
  }

  private async index(products: readonly Unindexed[]): Promise<void> {
    const mine = await this.repository.claim(products);
    const claimed = products.filter(({ id }) => mine.has(id));
    if (claimed.length === 0) return;
    const names = await this.repository.namesOf(claimed.flatMap(({ categoryId }) => categoryId ?? []));
    const postings = claimed.flatMap((product) =>
      postingsOf(product, names.get(product.categoryId ?? '') ?? ''),
    );
    await this.repository.replace(claimed, postings);
    await this.repository.learn([...new Set(postings.map(({ word }) => word))]);
  }
}

/** A SKU is not among its words: it is looked up as a whole. */
function postingsOf({ id, name, description }: Unindexed, category: string): PostingRow[] {
  const title = new Set(wordsOf(`${name} ${category}`));
  const text = new Set<string>();
  for (const word of wordsOf((description ?? '').slice(0, DESCRIPTION_LETTERS))) {
    if (text.size === MOST_WORDS) break;
    if (word.length > 1 && !title.has(word)) text.add(word);
  }
  return [
    ...[...title].map((word) => ({ word, place: IN_TITLE, productId: id })),
    ...[...text].map((word) => ({ word, place: IN_TEXT, productId: id })),
  ];
}
