import type { Fault, OwnNumber, TokenStatus } from '../api/shapes.js';

export type NumberState = 'connected' | 'expiring' | 'resting' | 'paused' | 'token';

/** What is known of a number, from its own state, the open errors, and the state of tokens for those who see it. */
export function stateOf(
  { id, accountId, state }: Pick<OwnNumber, 'id' | 'accountId' | 'state'>,
  faults: readonly Pick<Fault, 'key' | 'critical'>[],
  token: Pick<TokenStatus, 'state' | 'mode'> | undefined,
): NumberState {
  const has = (test: (key: string) => boolean): boolean =>
    faults.some(({ key, critical }) => critical && test(key));
  if (token?.mode === 'fallback' || has((key) => key === `token.dead:${accountId}`)) return 'token';
  if (state === 'paused') return 'paused';
  if (has((key) => !key.startsWith('token.') && key.endsWith(`:${id}`))) return 'resting';
  if (token?.state === 'expiring' || has((key) => key === `token.expiring:${accountId}`)) return 'expiring';
  return 'connected';
}
