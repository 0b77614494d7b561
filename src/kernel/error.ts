/** What went wrong, seen from whoever asked; the edge turns it into an HTTP status or an exit code. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'unsupported-type'
  | 'limited'
  | 'unavailable';

/**
 * The ancestor of every error that Relais raises on purpose.
 *
 * `message` is for the log and may name rows and states, never personal data or secrets;
 * `publicText` is what an operator reads: what happened and what to do.
 */
export abstract class RelaisError extends Error {
  /** Stable, `room.noun`, part of the API. */
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  abstract readonly publicText: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean = false;

  override get name(): string {
    return this.constructor.name;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
