import { fold, wordsOf } from '../folding.js';

/** What a two-letter code stands for. */
export interface Place {
  readonly code: string;
  readonly name: string;
  /** `elsewhere`: anywhere else in a province, or outside of the country. */
  readonly kind: 'town' | 'elsewhere';
  /** ISO code of the province, where there is one. */
  readonly province?: string;
  readonly aliases: readonly string[];
}

const SHORTEST_GUESS = 5;
const LONG = 9;

/** The letters of a name by which it is found: accents, capitals, hyphens, apostrophes and spaces make no difference. */
export function nameKey(name: string): string {
  return wordsOf(fold(name)).join('');
}

/** The towns that have a code, the largest first. A version that changes a code changes the codes of people. */
export class Towns {
  private readonly byCode: ReadonlyMap<string, Place>;
  private readonly byKey = new Map<string, Place>();

  constructor(
    readonly version: string,
    private readonly places: readonly Place[],
  ) {
    this.byCode = new Map(places.map((place) => [place.code, place]));
    for (const place of places) {
      for (const name of [place.name, ...place.aliases]) {
        const key = nameKey(name);
        // A province may have the name of its town: whoever says the name means the town, which comes first.
        if (!this.byKey.has(key)) this.byKey.set(key, place);
      }
    }
  }

  /** The largest towns. */
  largest(count: number): readonly Place[] {
    return this.places.filter(({ kind }) => kind === 'town').slice(0, count);
  }

  withCode(code: string): Place | null {
    return this.byCode.get(code) ?? null;
  }

  /** The place of exactly this name, given as its key. */
  named(key: string): Place | null {
    return this.byKey.get(key) ?? null;
  }

  /**
   * The only place whose name is one slip of the finger away (two in a long name) and begins with the same letter; `null` when
   * there is none or more than one: a wrong town is a wrong code.
   */
  near(key: string): Place | null {
    if (key.length < SHORTEST_GUESS) return null;
    const most = key.length < LONG ? 1 : 2;
    const close = new Set<Place>();
    for (const [known, place] of this.byKey) {
      const comparable = known.length >= SHORTEST_GUESS && known[0] === key[0];
      if (comparable && slips(known, key, most) <= most) close.add(place);
    }
    const [only = null] = close;
    return close.size === 1 ? only : null;
  }
}

/** How many letters are wrong, missing, superfluous or swapped with their neighbour; anything above `most` is as good as `most + 1`. */
function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, column) => column),
  ];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, last] = [last, current];
  }
  return last[b.length] ?? most + 1;
}
