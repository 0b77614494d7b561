import type { HeldAccount } from './held.js';
import { adviceFor } from './advice.js';
import { daysLeft, renewAt, stateOf } from './lifetime.js';
import type { TokenStatus } from './token.contract.js';

/** What may be told of an account's token. */
export function statusOf(held: HeldAccount, queuedMessages: number, now: Date): TokenStatus {
  const { accountId, active, fallbackAt, renewedAt } = held;
  return {
    accountId,
    state: stateOf(active, now),
    kind: active?.kind ?? 'unknown',
    mode: fallbackAt === null ? 'normal' : 'fallback',
    expiresAt: active?.expiresAt ?? null,
    daysLeft: active === null ? null : daysLeft(active, now),
    missingScopes: active?.missingScopes ?? [],
    lastCheckAt: active?.checkedAt ?? null,
    lastRenewalAt: renewedAt,
    nextRenewalAt: nextRenewal(held),
    queuedMessages,
    ending: active?.ending ?? null,
    advice: adviceFor(held, now),
  };
}

function nextRenewal({ active, fallbackAt, retryAt }: HeldAccount): Date | null {
  if (fallbackAt !== null) return retryAt;
  if (active === null || active.verdict === 'expired' || active.verdict === 'invalid') return null;
  const due = renewAt(active);
  return due === null || retryAt === null || retryAt < due ? due : retryAt;
}
