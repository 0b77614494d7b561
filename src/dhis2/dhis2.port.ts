/**
 * How a call to the register ended, without `created` and its like. `rejected`: the data can never be taken; `misconfigured`: the
 * register or its mapping has to be changed first; `unauthorised`: the account; `retryable`: nothing was done, later may be better;
 * `unknown`: it may have been done.
 */
export type FailureOutcome = 'rejected' | 'misconfigured' | 'unauthorised' | 'retryable' | 'unknown';

/** Why a call gave nothing. Its words never hold the code or an answer: whoever makes it takes them out. */
export interface GatewayFailure {
  outcome: FailureOutcome;
  /** Stable word for the circuit and the alert, ≤ 60 characters, no personal data: `certificate`, `E1006`, `http-503`, `timeout`. */
  cause: string;
  /** The register's own words, ≤ 1,000 characters; empty where it said none. */
  words: string;
  /** What to do, in French; ≤ 500 characters. */
  advice: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** It asked to be left alone for this long. */
  retryAfterMs?: number;
  /**
   * No later attempt can help, but a person can. `gone`: our client was deleted there, and its ids cannot serve again; `unclear`: it
   * may be there, and cannot be told apart or seen.
   */
  review?: 'gone' | 'unclear';
  /** Of settings: they stop this registration and those like it, while others get through. It waits, and nothing is held up. */
  partial?: true;
}

/** Somebody in the register. */
export interface RemoteClient {
  /** The register's id. */
  id: string;
  /** Its code as the register writes it; `null` where the answer does not tell. */
  code: string | null;
  /** Whether it is the very client that we made or mean to make. */
  isOurs: boolean;
}

/** What one code needs in the register. Personal data: never logged. */
export interface Registration {
  /** Ours, the same at each attempt. */
  reference: string;
  /** Ids that the gateway made before the first call (`references`), the same at each attempt. */
  references: Readonly<Record<string, string>>;
  /** The characters to register. */
  code: string;
  /** By the key of the question. */
  answers: Readonly<Record<string, string>>;
  issuedAt: Date;
  /** Somebody else has the same characters: to be marked as a possible duplicate. */
  possibleDuplicate: boolean;
}

/** Bounds of one call: milliseconds that are left, and who may call it off. */
export interface Patience {
  leftMs: number;
  signal?: AbortSignal;
}

export type Found = { outcome: 'found'; clients: readonly RemoteClient[] } | { outcome: 'not-found' };
export type Generated = { outcome: 'generated'; code: string };
export type Created =
  | { outcome: 'created' | 'already-ours'; clientId: string }
  /** The code is unique there, and somebody has it whom we may not even see. Words and advice as of a failure. */
  | { outcome: 'used-by-another'; words: string; advice: string };

/** One thing that was looked at. */
export interface Finding {
  /** `untried`: it was left alone, on purpose or because it would change something. */
  state: 'ok' | 'warning' | 'failed' | 'untried';
  /** What was looked at and found, in French; no secret. */
  title: string;
  /** What to do about it, in French; absent where all is well. */
  advice?: string;
}

/**
 * A way to speak with the register. It never throws for what the register says or does not say; nothing is retried inside, no
 * redirect followed.
 */
export abstract class Dhis2Gateway {
  /** `custom`, `tracker`: the word of the setting. */
  abstract readonly name: string;

  /** `sameCode`: two clients may have one code; `merge`: it can be asked to merge two; `generate`: it makes codes itself. */
  abstract readonly can: { sameCode: boolean; merge: boolean; generate: boolean };

  /** Questions whose answers it sends, by key. `needed`: without one of these it can register nobody. */
  readonly answers?: { needed: readonly string[]; used: readonly string[] };

  /** Ids for a new client, kept before the first call so that every attempt is the same client. */
  abstract references(): Readonly<Record<string, string>>;

  /** Whether somebody has this code. `found` may come without clients where the register says only yes. */
  abstract validate(registration: Registration, patience: Patience): Promise<Found | GatewayFailure>;

  /** Who has this code. */
  abstract search(registration: Registration, patience: Patience): Promise<Found | GatewayFailure>;

  /** The register's own code for these answers; where it makes none, ours without a call. */
  abstract generate(registration: Registration, patience: Patience): Promise<Generated | GatewayFailure>;

  /** Makes the client and its enrolment. Repeated with the same ids it makes nothing twice. */
  abstract create(registration: Registration, patience: Patience): Promise<Created | GatewayFailure>;

  /** After an attempt of which the end is unknown: whether the register has our client. `known`: ids of others with the code, seen before that attempt. */
  abstract confirm(
    registration: Registration,
    known: readonly string[],
    patience: Patience,
  ): Promise<Created | { outcome: 'not-found' } | GatewayFailure>;

  /** Tells the register that two clients may be one; done already is done. */
  abstract flagDuplicate(
    pair: { original: string; duplicate: string },
    patience: Patience,
  ): Promise<{ outcome: 'flagged' } | GatewayFailure>;

  /** Has two clients merged, where `can.merge`. */
  abstract merge(
    pair: { keep: string; merge: string },
    patience: Patience,
  ): Promise<{ outcome: 'merged' } | GatewayFailure>;

  /** Looks at everything that a registration needs, without changing anything there; in the order of a reader. */
  abstract check(signal?: AbortSignal): AsyncIterable<Finding>;
}

/** Where gateways make themselves known, before the application has started. */
export abstract class Dhis2Gateways {
  abstract add(gateway: Dhis2Gateway): void;
}
