import type { Command } from 'commander';
import type { Type } from '@nestjs/common';

/** Gives the door or service of this class from the running application. */
export type Get = <T>(token: Type<T> | (abstract new (...args: never[]) => T)) => T;

/** What a room's `*.cli.ts` gets for defining its commands. */
export interface Commands {
  readonly program: Command;
  /** Runs work inside the application (settings read, database migrated, no jobs, no HTTP) and closes it. */
  readonly withApp: <T>(name: string, work: (get: Get) => Promise<T>) => Promise<T>;
  /** Writes one line, or one JSON value, to standard output. */
  readonly say: (text: string) => void;
}

/** A command was used the wrong way: exit code 2. */
export class WrongUse extends Error {}
