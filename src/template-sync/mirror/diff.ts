/** A template of the local copy as a comparison needs it. */
export interface Known {
  id: string;
  /** `null` when it is new in this listing. */
  hash: string | null;
  revision: number;
  active: boolean;
  /** What the listing said of it last; `null` as long as it said nothing. */
  verdict: Verdict | null;
  /** Which place of the listing that was. */
  place: number;
}

/** The local copy by `keyOf`. */
export type Index = Map<string, Known>;

export type Verdict =
  /** Not here yet. */
  | 'insert'
  /** Here, and different. */
  | 'update'
  /** Here, but inactive: it is back, changed or not. */
  | 'reactivate'
  /** Here, and equal, and to be written all the same. */
  | 'rewrite'
  | 'unchanged';

/** Identity within an account. */
export function keyOf(name: string, language: string): string {
  return `${name}\n${language}`;
}

/** What is to be done with a template of this hash. */
export function verdictOf(hash: string, known: Known | undefined, force: boolean): Verdict {
  if (known === undefined || known.hash === null) return 'insert';
  if (!known.active) return 'reactivate';
  if (known.hash !== hash) return 'update';
  return force ? 'rewrite' : 'unchanged';
}

/** Active ones of which a complete listing said nothing: they are gone, unless something spares them. */
export function orphansOf(index: Index, isSpared: (key: string) => boolean): Known[] {
  const orphans: Known[] = [];
  for (const [key, known] of index)
    if (known.active && known.verdict === null && !isSpared(key)) orphans.push(known);
  return orphans;
}

/** Whether a complete listing is so short that it is rather broken than true: less than half of what was there. */
export function hasShrunk(index: Index, listed: number): boolean {
  let active = 0;
  for (const known of index.values()) if (known.active && known.hash !== null) active += 1;
  return listed * 2 < active;
}
