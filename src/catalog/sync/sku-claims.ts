import { GONE, type KnownProduct } from './remote.repository.js';

/** A product and the SKU that it is to have, which its row has not. `mine` is `null` where it has no row. */
export interface Claim {
  sku: string;
  mine: KnownProduct | null;
}

/** What becomes of it. */
export interface Grant {
  /** The row that it is written into; `null`: a new one. */
  target: KnownProduct | null;
  /** Who has the SKU and has to be rid of it first. */
  giver: KnownProduct | null;
}

/**
 * Settles claims together, by SKU; one that is missing is refused, for somebody keeps what it wants. Whoever takes another SKU at the
 * same time leaves its own: two may exchange theirs, and any number pass them on.
 */
export function granted(
  claims: readonly Claim[],
  owners: readonly KnownProduct[],
  source: string,
): ReadonlyMap<string, Grant> {
  const bySku = new Map(owners.map((owner) => [owner.sku, owner]));
  const byRow = new Map(claims.flatMap((claim) => (claim.mine === null ? [] : [[claim.mine.id, claim]])));
  /** No two claims are for one SKU: a way that comes back comes back to where it began. */
  const isFree = (first: Claim): boolean => {
    for (let claim = first; ;) {
      const owner = bySku.get(claim.sku);
      if (owner === undefined) return true;
      const next = byRow.get(owner.id);
      if (next === undefined) return givesUp(owner, claim, source);
      if (next === first) return true;
      claim = next;
    }
  };
  const grantOf = ({ sku, mine }: Claim): Grant => {
    const owner = bySku.get(sku);
    if (owner === undefined) return { target: mine, giver: null };
    return mine === null && !byRow.has(owner.id)
      ? { target: owner, giver: null }
      : { target: mine, giver: owner };
  };
  return new Map(claims.filter(isFree).map((claim) => [claim.sku, grantOf(claim)]));
}

/** To a new product all that the inventory does not sell itself; to one with a row of its own only what has gone for good. */
function givesUp({ source: of, active, hash }: KnownProduct, { mine }: Claim, source: string): boolean {
  return mine === null ? of !== source || !active : hash === GONE;
}
