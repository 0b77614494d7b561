import type { Origin } from '../whatsapp.contract.js';

/** Who waits for it comes first: a conversation, a program, a campaign. */
const PRIORITY: Record<Origin, number> = { bot: 0, agent: 0, phone: 0, api: 5, campaign: 9 };

/** Every priority there is, in the order in which messages leave. */
export const PRIORITIES: readonly number[] = [...new Set(Object.values(PRIORITY))].toSorted((a, b) => a - b);

/** What leaves before everything else. */
export const URGENT = PRIORITIES[0] ?? 0;

export function priorityOf(origin: Origin): number {
  return PRIORITY[origin];
}
