import { InventoryFailure, type SourceCause } from '../../../catalog/catalog.port.js';
import { type Failure, type FailureCause, textOf } from '../graph/failure.js';

const CAUSES: Record<FailureCause, SourceCause> = {
  token: 'key',
  permission: 'permission',
  quota: 'limit',
  cursor: 'malformed',
  malformed: 'malformed',
  'too-much': 'malformed',
  passing: 'unreachable',
  refused: 'malformed',
};

/** Too many calls for this catalogue: to read its batches, and to hand some over. */
const TOO_MANY_CALLS: ReadonlySet<number> = new Set([80009, 80014]);
const NOT_THERE = 33;

/** What the catalogue's room is told. */
export function commerceFailure(failure: Failure): InventoryFailure {
  const { code, subcode } = failure.error ?? {};
  if (code !== undefined && TOO_MANY_CALLS.has(code))
    return new InventoryFailure(
      'limit',
      'Trop d’appels ont été faits à ce catalogue. Cela reprend plus tard.',
    );
  if (failure.cause === 'refused' && subcode === NOT_THERE)
    return new InventoryFailure(
      'permission',
      'Ce catalogue n’existe pas, ou le jeton n’y a pas accès : il lui faut le droit catalog_management.',
    );
  return new InventoryFailure(CAUSES[failure.cause], textOf(failure));
}
