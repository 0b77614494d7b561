import { FIRST_TEMPLATES } from './first-templates.js';
import type { Template } from './template.js';
import { TemplateSeeds } from './template-seeds.js';

/** A template where it stands in the listing; it is made only when it is looked at. */
export interface Placed {
  position: number;
  updatedAt: number;
  make: () => Template;
}

const FIRST_ID = 1_400_000_000_000_001;
const FIRST_SEED = 1_000_000;
const MOST = 10_000;
const BLOCKED_MS = 30 * 24 * 3_600_000;

/** The templates of the account: those that were made, and then those that were sown. */
export class Templates {
  readonly seeds = new TemplateSeeds();
  private readonly made = new Map<number, Template>();
  private readonly places = new Map<string, number>();
  /** What became of single seeds. */
  private readonly touched = new Map<number, Template | null>();
  /** Names of approved templates that were deleted, and when. */
  private readonly gone = new Map<string, number>();
  private next = 0;

  constructor() {
    this.clear();
  }

  /** A new one at the end; `undefined` when there is no room. */
  add(template: Omit<Template, 'id'>): Template | undefined {
    if (this.made.size >= MOST) return undefined;
    const added = { ...template, id: String(FIRST_ID + this.next) };
    this.made.set(this.next, added);
    this.places.set(keyOf(template), this.next);
    this.next += 1;
    return added;
  }

  /** In place of the one with the same id. */
  replace(template: Template): void {
    const seed = this.seeds.indexOf(template.id);
    if (seed !== undefined) this.touched.set(seed, template);
    else this.made.set(Number(template.id) - FIRST_ID, template);
  }

  get(id: string): Template | undefined {
    const seed = this.seeds.indexOf(id);
    return seed === undefined ? this.made.get(Number(id) - FIRST_ID) : this.seed(seed);
  }

  find(name: string, language: string): Template | undefined {
    const place = this.places.get(keyOf({ name, language }));
    if (place !== undefined) return this.made.get(place);
    const seed = this.seeds.find(name, language);
    return seed === undefined ? undefined : this.seed(seed);
  }

  /** All languages of a name. */
  named(name: string): Template[] {
    const sown = this.seeds.named(name).flatMap((index) => this.seed(index) ?? []);
    return [...[...this.made.values()].filter((template) => template.name === name), ...sown];
  }

  /** Takes it away; the name of an approved one is blocked for 30 days. */
  remove(template: Template, at: number): void {
    const seed = this.seeds.indexOf(template.id);
    if (seed !== undefined) this.touched.set(seed, null);
    else this.made.delete(Number(template.id) - FIRST_ID);
    this.places.delete(keyOf(template));
    if (template.status === 'APPROVED') this.gone.set(template.name, at);
    const [oldest] = this.gone.keys();
    if (this.gone.size > MOST && oldest !== undefined) this.gone.delete(oldest);
  }

  isBlocked(name: string, at: number): boolean {
    return at - (this.gone.get(name) ?? -BLOCKED_MS) < BLOCKED_MS;
  }

  /** Those that were made, not those that were sown. */
  list(): Template[] {
    return [...this.made.values()];
  }

  get count(): number {
    const lost = [...this.touched.values()].filter((template) => template === null).length;
    return this.made.size + this.seeds.count - lost;
  }

  /** In the order of the listing, those behind this position. */
  *after(position: number): Iterable<Placed> {
    for (const [place, template] of this.made) if (place > position) yield placed(place, template);
    for (let index = Math.max(0, position - FIRST_SEED + 1); index < this.seeds.count; index += 1) {
      yield* this.placedSeed(index);
    }
  }

  /** Against the order of the listing, those in front of this position. */
  *before(position: number): Iterable<Placed> {
    for (let index = Math.min(this.seeds.count, position - FIRST_SEED) - 1; index >= 0; index -= 1) {
      yield* this.placedSeed(index);
    }
    const places = [...this.made].toReversed();
    for (const [place, template] of places) if (place < position) yield placed(place, template);
  }

  /** Sows so many anew. */
  sow(count: number): void {
    this.touched.clear();
    this.seeds.plant(count);
  }

  clear(): void {
    this.made.clear();
    this.places.clear();
    this.gone.clear();
    this.sow(0);
    this.next = 0;
    for (const template of FIRST_TEMPLATES) this.add(template);
  }

  private seed(index: number): Template | undefined {
    const touched = this.touched.get(index);
    return touched === null ? undefined : (touched ?? this.seeds.make(index));
  }

  private *placedSeed(index: number): Iterable<Placed> {
    const touched = this.touched.get(index);
    if (touched === null) return;
    const position = FIRST_SEED + index;
    if (touched) yield placed(position, touched);
    else yield { position, updatedAt: this.seeds.updatedAt(index), make: () => this.seeds.make(index) };
  }
}

function placed(position: number, template: Template): Placed {
  return { position, updatedAt: template.updatedAt, make: () => template };
}

function keyOf({ name, language }: { name: string; language: string }): string {
  return `${name}/${language}`;
}
