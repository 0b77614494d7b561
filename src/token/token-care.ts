import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import { IssuerRegistry } from './issuer-registry.js';
import { SettingsToken } from './settings-token.js';
import { TokenMemory } from './token-memory.js';
import { TokenWatch } from './token-watch.js';

/** What is done regularly for every account; one that fails does not hold up the others. */
@Injectable()
export class TokenCare {
  private readonly log = new Logger('Token');

  constructor(
    private readonly registry: IssuerRegistry,
    private readonly memory: TokenMemory,
    private readonly settings: SettingsToken,
    private readonly watching: TokenWatch,
  ) {}

  /** Every account has its token in memory, the settings' one where there is none yet. Asks nobody outside. */
  begin(): Promise<void> {
    return this.each((accountId) => this.settings.begin(accountId));
  }

  watch(): Promise<void> {
    return this.memory.watch(this.registry.accountIds());
  }

  /** Looks whether the settings give other tokens than before. */
  settle(): Promise<void> {
    return this.each((accountId) => this.settings.settle(accountId));
  }

  checkAll(): Promise<void> {
    return this.each((accountId) => this.watching.check(accountId));
  }

  /** Inspects tokens of which nothing has been heard since they came. */
  checkUnseen(): Promise<void> {
    return this.each(async (accountId) => {
      const active = this.memory.get(accountId)?.active;
      if (active && active.checkedAt === null) await this.watching.check(accountId);
    });
  }

  tendAll(): Promise<void> {
    return this.each((accountId) => this.watching.tend(accountId));
  }

  private async each(work: (accountId: string) => Promise<void>): Promise<void> {
    for (const accountId of this.registry.accountIds()) {
      try {
        await work(accountId);
      } catch (error) {
        this.log.error(`account ${accountId}: ${redact(messageOf(error))}`);
      }
    }
  }
}
