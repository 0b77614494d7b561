import { Injectable } from '@nestjs/common';
import { AccountUnknown } from './token.errors.js';
import { type IssuedAccount, type TokenIssuer, TokenIssuers } from './token.port.js';

/** The issuers that are switched on, and their accounts. */
@Injectable()
export class IssuerRegistry extends TokenIssuers {
  private readonly issuers: TokenIssuer[] = [];

  add(issuer: TokenIssuer): void {
    this.issuers.push(issuer);
  }

  /** Ids of the accounts that are ours, in the order of registration. */
  accountIds(): string[] {
    return this.issuers.flatMap(({ accounts }) =>
      accounts.filter(({ isCandidate }) => isCandidate !== true).map(({ id }) => id),
    );
  }

  /** The account that is meant: the first where nobody says which. */
  meant(accountId?: string): string {
    const [first] = this.accountIds();
    const id = accountId ?? first;
    if (id === undefined || !this.accountIds().includes(id)) throw new AccountUnknown(accountId);
    return id;
  }

  issuerOf(accountId: string): TokenIssuer {
    const issuer = this.issuers.find(({ accounts }) => accounts.some(({ id }) => id === accountId));
    if (issuer === undefined) throw new AccountUnknown(accountId);
    return issuer;
  }

  /** What the settings say of an account. */
  settingsOf(accountId: string): IssuedAccount {
    const account = this.issuers.flatMap(({ accounts }) => accounts).find(({ id }) => id === accountId);
    if (account === undefined) throw new AccountUnknown(accountId);
    return account;
  }
}
