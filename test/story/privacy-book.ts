import type { Place } from './privacy-house.js';
import type { Finding, Kind, Search } from './privacy-search.js';

/** What was found at one place by one who looked there. */
export interface Line {
  place: string;
  who: string;
  kinds: Map<Kind, Finding>;
  /** Characters that were read. */
  read: number;
}

/** Nobody in particular: whoever gets hold of it. */
export const ANYBODY = '';

/** Keeps what was looked at and what was found there. */
export class Book {
  /** Whatever was found anywhere: codes, words, ends of numbers. */
  readonly met = new Set<string>();
  private readonly lines = new Map<string, Line>();

  constructor(private readonly search: Search) {}

  look(places: readonly Place[], who = ANYBODY): void {
    for (const { place, text } of places) {
      const key = `${place} ${who}`;
      const line = this.lines.get(key) ?? { place, who, kinds: new Map(), read: 0 };
      this.lines.set(key, line);
      line.read += text.length;
      for (const finding of this.search.in(text)) {
        line.kinds.set(finding.kind, finding);
        this.met.add(finding.of);
      }
    }
  }

  /** How much was read at a place, by all who looked there. */
  readAt(place: string): number {
    return this.at(place).reduce((sum, { read }) => sum + read, 0);
  }

  /** `place as who: kind`, with what stood around it, of everything that was found. */
  found(): Map<string, string> {
    return new Map(
      [...this.lines.values()].flatMap(({ place, who, kinds }) =>
        [...kinds].map(([kind, { of, around }]): [string, string] => [
          entry(place, who, kind),
          `${of} in « ${around} »`,
        ]),
      ),
    );
  }

  private at(place: string): Line[] {
    return [...this.lines.values()].filter((line) => line.place === place);
  }
}

export function entry(place: string, who: string, kind: Kind): string {
  return `${place}${who === ANYBODY ? '' : ` as ${who}`}: ${kind}`;
}
