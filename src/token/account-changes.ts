import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { HeldAccount } from './held.js';
import { TokenMemory } from './token-memory.js';
import { type AccountChange, TokenRepository } from './token.repository.js';

/** A change of an account and what has to be written with it. */
export interface Plan {
  set: AccountChange;
  also?: () => Promise<void>;
}

const MOST_TURNS = 20;

/** Changes accounts so that nobody overwrites what he has not seen. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly repository: TokenRepository,
    private readonly database: Database,
    private readonly memory: TokenMemory,
  ) {}

  /**
   * Looks, plans, and writes in one transaction if nobody was faster; otherwise looks again. `false` when the plan is none. Afterwards
   * the memory knows it.
   */
  async make(accountId: string, plan: (held: HeldAccount) => Plan | null): Promise<boolean> {
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      const held = await this.memory.load(accountId);
      const wanted = plan(held);
      if (wanted === null) return false;
      const done = await this.database.retrying(async () => {
        if (!(await this.repository.change(accountId, held.revision, wanted.set))) return false;
        await wanted.also?.();
        return true;
      });
      await this.memory.load(accountId);
      if (done) return true;
    }
    throw new Error(`account ${accountId} does not stand still`);
  }
}
