import { Injectable, Logger } from '@nestjs/common';
import { Vault } from '../platform/vault/vault.js';
import { TokenRepository } from './token.repository.js';
import type { TokenVersionRow } from './version.entity.js';

/** Seals tokens anew when keys change, while the application runs. */
@Injectable()
export class TokenRotation {
  private readonly log = new Logger('Token');

  constructor(
    private readonly repository: TokenRepository,
    private readonly vault: Vault,
  ) {}

  /** How many were sealed with an older key. */
  async rotate(): Promise<number> {
    let count = 0;
    for (const row of await this.repository.sealed()) {
      if (this.isCurrent(row.sealedToken) && this.isCurrent(row.sealedSecret)) continue;
      const seals = this.anew(row);
      if (seals !== null && (await this.repository.reseal(row, seals))) count += 1;
    }
    return count;
  }

  private isCurrent(sealed: string | null): boolean {
    return sealed === null || this.vault.isCurrent(sealed);
  }

  private anew(row: TokenVersionRow): Pick<TokenVersionRow, 'sealedToken' | 'sealedSecret'> | null {
    const again = (sealed: string | null) =>
      sealed === null ? null : this.vault.seal(this.vault.open(sealed));
    try {
      return { sealedToken: again(row.sealedToken), sealedSecret: again(row.sealedSecret) };
    } catch {
      this.log.error(
        `the token of account ${row.accountId} was sealed with a key that is not configured here`,
      );
      return null;
    }
  }
}
