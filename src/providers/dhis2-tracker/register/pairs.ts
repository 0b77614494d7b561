import type { Dialect } from '../dialect.js';
import { type Answer, wordsOf } from '../failures/reply.js';
import type { Query } from '../tracker.client.js';

/** Two clients that DHIS2 may take for one. */
export interface Pair {
  original: string;
  duplicate: string;
}

/** Whether a refusal says that the pair is marked already. */
export function saysPairExists(answer: Answer): boolean {
  return /already exist/i.test(wordsOf(answer.json));
}

/** All pairs of these two, decided ones too. */
export function pairQuery({ original, duplicate }: Pair, { pairsOf }: Dialect): Query {
  return [
    [pairsOf, `${original},${duplicate}`],
    ['status', 'ALL'],
  ];
}

/** Whether a list of pairs holds this one, either way round. */
export function pairIn({ json }: Answer, { original, duplicate }: Pair): boolean {
  const pairs: unknown = json['potentialDuplicates'];
  if (!Array.isArray(pairs)) return false;
  return pairs.some((each: Partial<Pair> | null) => {
    const ids = [each?.original, each?.duplicate];
    return ids.includes(original) && ids.includes(duplicate);
  });
}
