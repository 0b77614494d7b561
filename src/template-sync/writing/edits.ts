const DAY_MS = 86_400_000;

/** How long edits of an approved template are remembered. */
export const EDITS_MS = 30 * DAY_MS;

const RULES = [
  { most: 1, within: DAY_MS },
  { most: 10, within: EDITS_MS },
];

/** From when on an approved template may be edited again, given its edits so far, oldest first; `null` when it may be now. */
export function nextEdit(edits: readonly Date[], now: Date): Date | null {
  const waits = RULES.flatMap(({ most, within }) => {
    const counted = edits.filter((edit) => now.getTime() - edit.getTime() < within);
    const freed = counted.at(-most);
    return freed === undefined ? [] : [freed.getTime() + within];
  });
  return waits.length === 0 ? null : new Date(Math.max(...waits));
}
