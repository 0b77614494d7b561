import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { FREE, TokenAccountRow } from './account.entity.js';
import { TokenVersionRow } from './version.entity.js';

/** An account and the versions that it points at. */
export interface AccountRows {
  account: TokenAccountRow;
  active: TokenVersionRow | null;
  previous: TokenVersionRow | null;
}

/** Who is renewing an account. */
export type Lease = Pick<TokenAccountRow, 'leaseOwner' | 'leaseBeat'>;

/** What may change in an account with a new revision. */
export type AccountChange = Partial<Omit<TokenAccountRow, 'accountId' | 'revision' | keyof Lease>>;

const MOST_LOOKS = 10;
const RETIRED = { state: 'RETIRED', sealedToken: null, sealedSecret: null } as const;

/** Tokens in the database. */
@Injectable()
export class TokenRepository {
  constructor(private readonly database: Database) {}

  async declare(accountId: string): Promise<void> {
    const row: TokenAccountRow = {
      accountId,
      revision: 0,
      activeId: null,
      previousId: null,
      fallbackAt: null,
      trouble: null,
      reason: null,
      attempts: 0,
      retryAt: null,
      renewedAt: null,
      settingsHash: null,
      leaseOwner: FREE,
      leaseBeat: 0,
    };
    await this.database.insertIfAbsent(TokenAccountRow, [row], ['accountId']);
  }

  /** How often each account has changed: all that has to be asked to know whether there is news. */
  revisions(): Promise<Pick<TokenAccountRow, 'accountId' | 'revision'>[]> {
    return this.database.manager.find(TokenAccountRow, { select: { accountId: true, revision: true } });
  }

  /** The account with its living versions, `null` when it was never declared. Looks again when it changed between two looks. */
  async read(accountId: string): Promise<AccountRows | null> {
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const account = await this.database.manager.findOneBy(TokenAccountRow, { accountId });
      if (account === null) return null;
      const ids = [account.activeId, account.previousId].filter((id) => id !== null);
      const rows = ids.length === 0 ? [] : await this.versions(ids);
      const found = (id: string | null) => rows.find((row) => row.id === id) ?? null;
      if (rows.length === ids.length)
        return { account, active: found(account.activeId), previous: found(account.previousId) };
    }
    throw new Error(`the versions of account ${accountId} do not stand still`);
  }

  private versions(ids: string[]): Promise<TokenVersionRow[]> {
    return this.database.manager.findBy(TokenVersionRow, { id: In(ids), state: In(['ACTIVE', 'PREVIOUS']) });
  }

  /** Changes an account that nobody else changed since; `false` when somebody did. */
  async change(accountId: string, revision: number, set: AccountChange): Promise<boolean> {
    const change = { where: { accountId, revision }, set: { ...set, revision: revision + 1 } };
    return (await this.database.updateMany(TokenAccountRow, [change])).length === 1;
  }

  async add(version: TokenVersionRow): Promise<void> {
    await this.database.insertMany(TokenVersionRow, [version]);
  }

  async amend(id: string, set: Partial<TokenVersionRow>): Promise<void> {
    await this.database.updateMany(TokenVersionRow, [{ where: { id }, set }]);
  }

  /** Takes a version out of service and erases its token. */
  async retire(id: string, at: Date): Promise<void> {
    await this.database.manager.update(TokenVersionRow, { id }, { ...RETIRED, retiredAt: at });
  }

  /** Takes all living versions of an account but one out of service. */
  async retireAllBut(accountId: string, id: string, at: Date): Promise<void> {
    const living = { accountId, id: Not(id), state: In(['ACTIVE', 'PREVIOUS']) };
    await this.database.manager.update(TokenVersionRow, living, { ...RETIRED, retiredAt: at });
  }

  async retireAll(accountId: string, at: Date): Promise<void> {
    const living = { accountId, state: In(['ACTIVE', 'PREVIOUS']) };
    await this.database.manager.update(TokenVersionRow, living, { ...RETIRED, retiredAt: at });
  }

  lease(accountId: string): Promise<Lease | null> {
    const select = { leaseOwner: true, leaseBeat: true } as const;
    return this.database.manager.findOne(TokenAccountRow, { select, where: { accountId } });
  }

  /** Takes the lease as it was seen; `false` when somebody else was first or its holder gave a sign of life. */
  async takeLease(accountId: string, seen: Lease, owner: string): Promise<boolean> {
    const change = {
      where: { accountId, leaseOwner: seen.leaseOwner, leaseBeat: seen.leaseBeat },
      set: { leaseOwner: owner, leaseBeat: seen.leaseBeat + 1 },
    };
    return (await this.database.updateMany(TokenAccountRow, [change])).length === 1;
  }

  async beat(accountId: string, owner: string): Promise<void> {
    await this.database.manager.increment(TokenAccountRow, { accountId, leaseOwner: owner }, 'leaseBeat', 1);
  }

  async release(accountId: string, owner: string): Promise<void> {
    await this.database.manager.update(
      TokenAccountRow,
      { accountId, leaseOwner: owner },
      { leaseOwner: FREE },
    );
  }

  /** Versions that still have their token. */
  sealed(): Promise<TokenVersionRow[]> {
    return this.database.manager.find(TokenVersionRow, {
      where: { state: In(['ACTIVE', 'PREVIOUS']) },
      order: { id: 'ASC' },
    });
  }

  /** Puts the same token under another seal, unless it was taken out of service meanwhile. */
  async reseal(
    row: TokenVersionRow,
    seals: Pick<TokenVersionRow, 'sealedToken' | 'sealedSecret'>,
  ): Promise<boolean> {
    const { id, state } = row;
    return (
      (await this.database.updateMany(TokenVersionRow, [{ where: { id, state }, set: seals }])).length === 1
    );
  }
}
