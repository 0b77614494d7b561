import type { Answers } from './uic.contract.js';

/** A code that was just issued, with what a register needs to know of it. Personal data: never logged. */
export interface NewCode {
  codeId: string;
  /** The characters. */
  code: string;
  /** Id of the scheme by which it was made: `lllfffyccg-v1`. */
  scheme: string;
  answers: Answers;
  issuedAt: Date;
  /** Another holder has the same characters. */
  possibleDuplicate: boolean;
}

/** What a register knows of a code. `task`: a person of the programme has to do something there. */
export type Registered = 'done' | 'waiting' | 'task';

/** The book outside of this house in which codes are entered: the national register. All calls join the transaction that is open. */
export abstract class CodeRegister {
  /** Milliseconds for which a code waits for the register's own characters; 0: ours count and nobody waits. */
  abstract readonly decidesWithinMs: number;

  /** Takes a new code over; the rest happens after the commit. */
  abstract enter(code: NewCode): Promise<void>;

  /** The person corrected itself: the newer code stands for the older one. */
  abstract supersede(olderId: string, newerId: string): Promise<void>;

  /** Staff decided that two codes belong to one person: the second needs no client of its own, or is merged where it has one. */
  abstract join(keptId: string, otherId: string): Promise<void>;

  /** Staff decided that they are two people, or took back that they are one. */
  abstract part(keptId: string, otherId: string): Promise<void>;

  /** The codes are erased here: what waits goes, and what the register has becomes a task for its keepers. */
  abstract forget(codeIds: readonly string[]): Promise<void>;

  /** How far these codes are; a code of which it knows nothing is missing. */
  abstract standing(codeIds: readonly string[]): Promise<ReadonlyMap<string, Registered>>;
}

/** Where a register makes itself known, before the application has started; there is one at most. */
export abstract class CodeRegisters {
  abstract use(register: CodeRegister): void;
}
