/** What the API answers about codes, as far as the console reads it. */
export const CODE_STATES = ['ACTIVE', 'NEEDS_REVIEW', 'SUPERSEDED', 'LINKED'] as const;
export type CodeState = (typeof CODE_STATES)[number];

export interface Code {
  id: string;
  code: string;
  localCode?: string;
  remoteCode?: string;
  scheme: string;
  rules: string;
  state: CodeState;
  pendingUntil?: string;
  registered?: boolean;
  createdAt: string;
  lastRequestedAt: string;
  requestCount: number;
}

/** One who obtained a code; who it is stands elsewhere. */
export interface Holder {
  contactId: string;
  codeId: string;
  since: string;
}

interface Counts {
  issued: number;
  repeated: number;
  possibleDuplicates: number;
  limited: number;
  droppedOut: number;
}

export interface DropOut {
  at: string;
  refused: number;
  cancelled: number;
  expired: number;
  total: number;
}

export interface Statistics {
  from: string;
  to: string;
  totals: Counts & { completionRate: number | null; duplicateRate: number | null };
  days: (Counts & { day: string })[];
  towns: { town: string; name: string | null; count: number }[];
  genders: { gender: string; name: string | null; count: number }[];
  languages: { language: string; count: number }[];
  dropOuts: DropOut[];
  timeToComplete: { count: number; medianSeconds: number | null; p90Seconds: number | null };
}

export const PAIR_STATES = ['OPEN', 'SAME', 'DIFFERENT'] as const;
export type PairState = (typeof PAIR_STATES)[number];
export const PAIR_KINDS = ['same-code', 'near-miss'] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

export interface PairSide {
  id: string;
  mask: string;
  state: CodeState;
  createdAt: string;
  lastRequestedAt: string;
  requestCount: number;
  phones: number;
  registered: boolean | null;
}

export interface Pair {
  id: string;
  kind: PairKind;
  state: PairState;
  differs: string | null;
  kept: PairSide;
  other: PairSide;
  decidedBy: string | null;
  decidedAt: string | null;
}
