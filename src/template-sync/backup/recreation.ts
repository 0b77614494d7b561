/** A template of a backup beside the source. */
export interface PlanItem {
  readonly name: string;
  readonly language: string;
  readonly accountId: string;
  readonly action: 'create' | 'present' | 'skip';
  /** Why it is skipped. */
  readonly reason?: string;
  /** What WhatsApp may say against it. */
  readonly doubts?: readonly string[];
}

/** One that was not made, and why. */
export interface Refusal {
  readonly name: string;
  readonly language: string;
  readonly reason: string;
}

/** What was made again at the source, or would be. */
export interface Recreated {
  dryRun: boolean;
  /** Templates in the file. */
  total: number;
  /** At the source already. */
  present: number;
  created: number;
  /** Not made on purpose. */
  skipped: Refusal[];
  /** Refused by the source, or without their media. */
  failed: Refusal[];
  /** Still to be made. */
  remaining: number;
  /** When the source takes the next one; `null` when it is not that. */
  nextAt: string | null;
  /** What made it stop before the end, in French. */
  stoppedBy: string | null;
  /** With `dryRun`: every template, in the order of the file. */
  plan: PlanItem[];
}

export function nothingYet(dryRun: boolean): Recreated {
  return {
    dryRun,
    total: 0,
    present: 0,
    created: 0,
    skipped: [],
    failed: [],
    remaining: 0,
    nextAt: null,
    stoppedBy: null,
    plan: [],
  };
}
