/** A category as the inventory has it. */
export interface Branch {
  remoteId: string;
  name: string;
  /** The inventory's id of the one above. */
  parent: string | null;
}

export interface Grown {
  branches: Branch[];
  faults: { remoteId: string; name: string; reason: string }[];
}

/** The tree of these categories. One whose way up turns in circles, or leads to nothing, stands at the top, and is named. */
export function grow(given: readonly Branch[]): Grown {
  const byId = new Map(given.map((branch) => [branch.remoteId, branch]));
  const faults: Grown['faults'] = [];
  const branches = given.map((branch) => {
    const reason = faultOf(branch, byId);
    if (reason === null) return branch;
    faults.push({ remoteId: branch.remoteId, name: branch.name, reason });
    return { ...branch, parent: null };
  });
  return { branches, faults };
}

/** Only those on the circle itself are cut off: what hangs below keeps its place. */
function faultOf({ remoteId, parent }: Branch, byId: ReadonlyMap<string, Branch>): string | null {
  if (parent === null) return null;
  if (!byId.has(parent)) return 'parent : inconnu, la catégorie est placée en haut';
  const passed = new Set<string>();
  for (let at: string | null = parent; at !== null && !passed.has(at); at = byId.get(at)?.parent ?? null) {
    if (at === remoteId) return 'parent : tourne en rond, la catégorie est placée en haut';
    passed.add(at);
  }
  return null;
}
