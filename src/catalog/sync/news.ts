import type { Listed } from '../catalog.port.js';
import { type KnownProduct, GONE } from './remote.repository.js';

/** Whether something has to be looked at more closely: it is new, has come back, or the inventory does not say that it is the same. */
export function isNews(
  { version }: Pick<Listed, 'version'>,
  known: Pick<KnownProduct, 'hash' | 'sourceVersion'> | undefined,
): boolean {
  return known === undefined || known.hash === GONE || version === null || known.sourceVersion !== version;
}
