import { Faults, type Fault } from './faults.js';
import { changeOptions, defaultOptions, type Options, type OptionsChange } from './options.js';
import type { Teller } from './teller.js';

/** What the people at the desk have set. */
export interface DeskState {
  options: Options;
  faults: Fault[];
  /** Messages kept back until they are released. */
  held: number;
}

/** What is told of the desk. */
export interface DeskNews {
  kind: 'desk';
  desk: DeskState;
}

/** The switches of the world. */
export class Desk {
  options = defaultOptions();
  readonly faults: Faults;
  private heldCount = 0;

  constructor(private readonly news: Teller<DeskNews>) {
    this.faults = new Faults(() => this.tell());
  }

  change(change: OptionsChange): Options {
    this.options = changeOptions(this.options, change);
    this.tell();
    return this.options;
  }

  held(count: number): void {
    this.heldCount = count;
    this.tell();
  }

  state(): DeskState {
    return { options: this.options, faults: this.faults.list(), held: this.heldCount };
  }

  reset(): void {
    this.options = defaultOptions();
    this.faults.clear();
  }

  private tell(): void {
    this.news.publish({ kind: 'desk', desk: this.state() });
  }
}
