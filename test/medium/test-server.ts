import type { Dialect } from '../../src/platform/database/dialect.js';

/** A database made for one group of tests. */
export interface TestStore {
  readonly url: string;
  /** Makes the database unusable as its kind can be, and returns how that ends: connections cut, the file locked. */
  breakDown?(): Promise<() => void>;
  drop(): Promise<void>;
}

export interface TestServer {
  readonly name: string;
  readonly dialect: Dialect;
  /** Whether its stores can be made to break down. */
  readonly breakable: boolean;
  create(migrations: readonly (new () => object)[]): Promise<TestStore>;
}
