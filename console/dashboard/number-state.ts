import type { Fault, OwnNumber, TokenStatus } from '../api/shapes.js';

export type NumberState = 'connected' | 'expiring' | 'resting' | 'paused' | 'token';

/** The gravest thing that holds a number or its account back, beside the token. */
export function troubleOf<F extends Pick<Fault, 'key' | 'critical'>>(
  { id, accountId, phone }: Pick<OwnNumber, 'id' | 'accountId' | 'phone'>,
  faults: readonly F[],
): F | undefined {
  const subjects = [id, accountId, ...(phone === null ? [] : [phone.replace('+', '')])];
  return faults.find(
    ({ key, critical }) =>
      critical && !key.startsWith('token.') && subjects.includes(key.slice(key.indexOf(':') + 1)),
  );
}

/** What is known of a number, from its own state, the open errors, and the state of tokens for those who see it. */
export function stateOf(
  number: Pick<OwnNumber, 'id' | 'accountId' | 'phone' | 'state'>,
  faults: readonly Pick<Fault, 'key' | 'critical'>[],
  token: Pick<TokenStatus, 'state' | 'mode'> | undefined,
): NumberState {
  const { accountId, state } = number;
  const has = (test: (key: string) => boolean): boolean =>
    faults.some(({ key, critical }) => critical && test(key));
  if (token?.mode === 'fallback' || has((key) => key === `token.dead:${accountId}`)) return 'token';
  if (state === 'paused') return 'paused';
  if (state === 'held' || troubleOf(number, faults) !== undefined) return 'resting';
  if (token?.state === 'expiring' || has((key) => key === `token.expiring:${accountId}`)) return 'expiring';
  return 'connected';
}
