import { Injectable, Logger } from '@nestjs/common';
import { Secret } from '../kernel/secret.js';
import { Vault } from '../platform/vault/vault.js';
import type { HeldAccount, HeldVersion } from './held.js';
import { TokenRepository } from './token.repository.js';
import type { TokenVersionRow } from './version.entity.js';

/** What this process knows of its accounts: nothing is asked for a message. */
@Injectable()
export class TokenMemory {
  private readonly log = new Logger('Token');
  private readonly accounts = new Map<string, HeldAccount>();

  constructor(
    private readonly repository: TokenRepository,
    private readonly vault: Vault,
  ) {}

  get(accountId: string): HeldAccount | undefined {
    return this.accounts.get(accountId);
  }

  /** The account as it is in the database now; from here on also in memory. */
  async load(accountId: string): Promise<HeldAccount> {
    let rows = await this.repository.read(accountId);
    if (rows === null) {
      await this.repository.declare(accountId);
      rows = await this.repository.read(accountId);
    }
    if (rows === null) throw new Error(`account ${accountId} cannot be declared`);
    const { account } = rows;
    const known = this.accounts.get(accountId);
    if (known !== undefined && known.revision >= account.revision) return known;
    const { revision, fallbackAt, attempts, retryAt, renewedAt, settingsHash, trouble, reason } = account;
    const held: HeldAccount = {
      accountId,
      revision,
      active: this.opened(rows.active, known),
      previous: this.opened(rows.previous, known),
      fallbackAt,
      trouble: trouble === null ? null : { cause: trouble, reason: reason ?? '' },
      attempts,
      retryAt,
      renewedAt,
      settingsHash,
    };
    this.accounts.set(accountId, held);
    return held;
  }

  /** Of an account that is no longer ours, no token stays here. */
  drop(accountId: string): void {
    this.accounts.delete(accountId);
  }

  /** Learns what other instances changed: one cheap question, whatever the number of messages. */
  async watch(accountIds: readonly string[]): Promise<void> {
    for (const accountId of this.accounts.keys()) if (!accountIds.includes(accountId)) this.drop(accountId);
    for (const { accountId, revision } of await this.repository.revisions()) {
      if (!accountIds.includes(accountId)) continue;
      if ((this.accounts.get(accountId)?.revision ?? -1) < revision) await this.load(accountId);
    }
  }

  private opened(row: TokenVersionRow | null, known: HeldAccount | undefined): HeldVersion | null {
    if (row === null || row.sealedToken === null) return null;
    const before = [known?.active, known?.previous].find((version) => version?.id === row.id);
    const secrets = before ?? this.secretsOf(row, row.sealedToken);
    if (secrets === null) return null;
    return {
      id: row.id,
      origin: row.origin,
      ending: row.ending,
      kind: row.kind,
      verdict: row.verdict,
      issuedAt: row.issuedAt,
      expiresAt: row.expiresAt,
      skewMs: row.skewMs,
      reason: row.reason,
      createdAt: row.createdAt,
      checkedAt: row.checkedAt,
      token: secrets.token,
      appSecret: secrets.appSecret,
      missingScopes: row.missingScopes?.split(',') ?? [],
    };
  }

  private secretsOf(
    row: TokenVersionRow,
    sealedToken: string,
  ): Pick<HeldVersion, 'token' | 'appSecret'> | null {
    try {
      return {
        token: new Secret(this.vault.open(sealedToken)),
        appSecret: row.sealedSecret === null ? undefined : new Secret(this.vault.open(row.sealedSecret)),
      };
    } catch {
      this.log.error(
        `the token of account ${row.accountId} was sealed with a key that is not configured here`,
      );
      return null;
    }
  }
}
