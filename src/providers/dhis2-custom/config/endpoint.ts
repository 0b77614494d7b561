import type { FailureOutcome } from '../../../dhis2/dhis2.port.js';
import type { Secret } from '../../../kernel/secret.js';

/** What can be asked of the server, in the order of a registration. */
export const ENDPOINTS = ['validate', 'search', 'generate', 'create', 'merge', 'flag'] as const;
export type EndpointName = (typeof ENDPOINTS)[number];

export type Scalar = string | number | boolean | null;
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

/** How a request says who we are. */
export type Auth =
  | { kind: 'none' }
  | { kind: 'basic'; username: string; password: Secret }
  | { kind: 'apiToken' | 'bearer'; token: Secret }
  | { kind: 'header'; name: string; value: Secret };

/** JSON pointers (RFC 6901) into an answer; those of a client begin at the client. */
export interface Reading {
  /** Whether somebody has the code. */
  exists?: string;
  /** The list of clients. */
  clients?: string;
  clientId?: string;
  clientCode?: string;
  /** Our reference as the server keeps it. */
  clientReference?: string;
  /** The server's own code. */
  code?: string;
  /** The words of a refusal. */
  message?: string;
}

export const FAILURES = [
  'rejected',
  'misconfigured',
  'unauthorised',
  'retryable',
  'unknown',
] as const satisfies FailureOutcome[];

/** How each endpoint can end, success first. */
export const OUTCOMES = {
  validate: ['found', 'not-found', ...FAILURES],
  search: ['found', 'not-found', ...FAILURES],
  generate: ['generated', ...FAILURES],
  create: ['created', 'already-ours', 'used-by-another', ...FAILURES],
  merge: ['merged', ...FAILURES],
  flag: ['flagged', ...FAILURES],
} as const satisfies Record<EndpointName, readonly string[]>;
export type Outcome = (typeof OUTCOMES)[EndpointName][number];

/** An answer that has one of these statuses, and this value at this place, ends so. */
export interface OutcomeRule {
  statuses?: readonly number[];
  pointer?: string;
  equals?: Scalar;
  outcome: Outcome;
}

/** One address of the server and how it is spoken with. */
export interface Endpoint {
  enabled: boolean;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** With `{{placeholders}}`, as query, headers and body. */
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body?: Json;
  auth: Auth;
  /** Absent: any 2xx without an error in its body. */
  success?: { statuses?: readonly number[]; pointer?: string; equals?: Scalar };
  read: Reading;
  /** The first that fits counts. */
  outcomes: readonly OutcomeRule[];
  timeoutMs?: number;
  /** Whether the check may call it. */
  check: boolean;
}

export interface CustomConfig {
  endpoints: Readonly<Record<EndpointName, Endpoint>>;
  /** The server takes two clients with one code. */
  sameCode: boolean;
  /** What is sent for an answer, by question. */
  answers: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  /** What is unwise about the file, in French. */
  warnings: readonly { title: string; advice: string }[];
}
