/** What happens to a message of a person, one step after the other. */
export type Step = 'receive' | 'turn' | 'send';

/** One step, when it is over. */
export interface TracedStep {
  step: Step;
  /** Our id of the message of the person from which everything follows (UUID): the trace has the same one. */
  messageId: string;
  /** Milliseconds of the wall clock. */
  from: number;
  to: number;
  /** Plain words and numbers without personal data. */
  attributes?: Readonly<Record<string, string | number | boolean>>;
  failed?: boolean;
}

/**
 * The way of each message, for whoever watches with OpenTelemetry: one trace from the webhook to the reply. Steps of one message may
 * happen in different processes; they find each other because trace and spans are named after the message. Costs nothing
 * where no exporter is configured.
 */
export abstract class Tracing {
  /** Whether anybody watches: what is only needed for that can be left out. */
  abstract readonly isOn: boolean;
  abstract record(step: TracedStep): void;
}
