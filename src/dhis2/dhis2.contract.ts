/** How far a registration is. `NEEDS_REVIEW`: a person has to decide; `DEAD`: given up, until somebody asks for another try. */
export const REGISTRATION_STATES = ['QUEUED', 'SENDING', 'DONE', 'RETRY', 'NEEDS_REVIEW', 'DEAD'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/** How many registrations are in each state, and since when the oldest of those that are not done waits. */
export interface RegistrationCounts {
  states: Readonly<Record<RegistrationState, number>>;
  oldestWaiting: Date | null;
}

/** What the national register must know, for those who look after the house. */
export abstract class Dhis2 {
  /** Whether registrations are sent anywhere. */
  abstract readonly isOn: boolean;

  /** Counts for health and metrics. */
  abstract counts(): Promise<RegistrationCounts>;
}
