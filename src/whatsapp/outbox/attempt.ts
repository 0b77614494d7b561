import { keptError, NO_ERROR } from './error-words.js';
import type { Outcome } from './outbox-rows.js';
import { providerKey } from '../inbox/inbox-rows.js';
import type { SendResult } from '../whatsapp.port.js';

/** What is known of a message when its attempt ends. */
export interface Attempted {
  id: string;
  channel: string;
  type: string;
  body: string | null;
  isSensitive: boolean;
  attempts: number;
  /** Of an attempt before, where there was one that the provider took. */
  providerKey: string | null;
  providerId: string | null;
}

/** Most attempts of a message that fails by itself, and of one that was told how long to wait. */
const MOST_ATTEMPTS = 5;
const MOST_WAITS = 12;

/**
 * How an attempt is written down. A failure that concerns the whole number costs the message nothing; one of its own is retried
 * after 1 s doubled each time, spread at random, unless the channel says how long.
 */
export function outcomeOf(
  row: Attempted,
  result: SendResult,
  now: Date,
  seal: (text: string) => string,
  random: () => number = Math.random,
): Outcome {
  const base = begun(row, now);
  if (result.outcome === 'sent') {
    return {
      ...base,
      state: 'SENT',
      isOpen: false,
      body: row.isSensitive ? null : row.body,
      sentAt: now,
      providerKey: providerKey(row.channel, result.providerId),
      // The provider's id holds the person's number.
      providerId: seal(result.providerId),
    };
  }
  const failing = { ...base, ...keptError(result.error) };
  if (result.outcome === 'unknown') return { ...failing, state: 'UNKNOWN', unknownAt: now };
  if (result.outcome === 'refused') return { ...failing, state: 'FAILED', isOpen: false, failedAt: now };
  if (result.scope === 'number') return { ...failing, attempts: row.attempts };
  const most = result.afterMs === undefined ? MOST_ATTEMPTS : MOST_WAITS;
  if (row.attempts + 1 >= most) return { ...failing, state: 'FAILED', isOpen: false, failedAt: now };
  const wait = result.afterMs ?? 1_000 * 2 ** row.attempts * (0.5 + random() / 2);
  return { ...failing, dueAt: new Date(now.getTime() + wait) };
}

function begun(row: Attempted, now: Date): Outcome {
  return {
    id: row.id,
    state: 'QUEUED',
    isOpen: true,
    type: row.type,
    body: row.body,
    attempts: row.attempts + 1,
    dueAt: now,
    sentAt: null,
    unknownAt: null,
    failedAt: null,
    providerKey: row.providerKey,
    providerId: row.providerId,
    ...NO_ERROR,
  };
}
