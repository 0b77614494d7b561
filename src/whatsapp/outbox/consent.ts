import type { Origin } from '../whatsapp.contract.js';

/** What a person has said about being written to. */
export interface Consent {
  /** Nothing that was not asked for. */
  isOptedOut: boolean;
  isMarketingOptedOut: boolean;
}

/** The same, with whether the number of the person is known. */
export interface Reachability extends Consent {
  hasPhone: boolean;
}

/** What of a message matters for it. */
export interface Wish {
  origin: Origin;
  /** The person wrote within the last 24 hours. */
  isAnswer: boolean;
  isMarketing: boolean;
}

/**
 * Whether a person has forbidden this message. Who said STOP still gets answers of the dialogue and of the team to what was written
 * since, and nothing else.
 */
export function isForbidden(
  { isOptedOut, isMarketingOptedOut }: Consent,
  { origin, isAnswer, isMarketing }: Wish,
): boolean {
  if (origin === 'bot') return false;
  if (isOptedOut && (origin !== 'agent' || !isAnswer)) return true;
  return isMarketingOptedOut && (isMarketing || origin === 'campaign');
}
