import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { HeldAccount } from './held.js';
import { IssuerRegistry } from './issuer-registry.js';
import { Issuing } from './issuing.js';
import { TokenLedger } from './token-ledger.js';
import { TokenMemory } from './token-memory.js';
import type { IssuedAccount } from './token.port.js';

/**
 * The token of the settings: the first version of an account, and a new one when an operator changes it. What was renewed or replaced
 * since then stays as long as the settings stay.
 */
@Injectable()
export class SettingsToken {
  private readonly log = new Logger('Token');
  private readonly settled = new Set<string>();

  constructor(
    private readonly registry: IssuerRegistry,
    private readonly issuing: Issuing,
    private readonly ledger: TokenLedger,
    private readonly memory: TokenMemory,
  ) {}

  /** Gives an account that has no token the settings' one, without asking anybody. */
  async begin(accountId: string): Promise<void> {
    const { active } = await this.memory.load(accountId);
    const { token, ...account } = this.registry.settingsOf(accountId);
    if (active !== null || token === undefined) return;
    const candidate = {
      origin: 'settings',
      token,
      inspection: null,
      settingsHash: hashOf(token.reveal(), account),
    } as const;
    await this.ledger.install(accountId, candidate, { replacedId: null });
  }

  /** A token that the settings give anew is tried, and taken if it works; once in the life of this process, unless nobody answers. */
  async settle(accountId: string): Promise<void> {
    if (this.settled.has(accountId)) return;
    const { token, ...account } = this.registry.settingsOf(accountId);
    const held = await this.memory.load(accountId);
    const settingsHash = token === undefined ? null : hashOf(token.reveal(), account);
    if (token === undefined || settingsHash === null || held.settingsHash === settingsHash) {
      this.settled.add(accountId);
      return;
    }
    if (held.active === null) return this.begin(accountId);
    const tried = await this.issuing.tryAll(accountId, { token });
    if (!tried.works && tried.trouble.cause === 'unreachable') return;
    this.settled.add(accountId);
    if (tried.works) {
      const candidate = { origin: 'settings', token, inspection: tried.inspection, settingsHash } as const;
      await this.ledger.install(accountId, candidate, { replacedId: held.active?.id ?? null });
      this.log.log(`account ${accountId} uses the token that the settings give now`);
    } else {
      await this.ledger.dismiss(accountId, settingsHash);
      this.log.warn(
        `account ${accountId}: the settings give another token that does not work; the one in use stays`,
      );
    }
  }

  /** Puts the settings' token in the place of a dead one, if it is another one and works. */
  async standIn({ accountId, active, previous }: HeldAccount): Promise<boolean> {
    const { token, ...account } = this.registry.settingsOf(accountId);
    const known = [active, previous].map((version) => version?.token.reveal());
    if (token === undefined || active === null || known.includes(token.reveal())) return false;
    const tried = await this.issuing.tryAll(accountId, { token });
    if (!tried.works) return false;
    const settingsHash = hashOf(token.reveal(), account);
    const candidate = { origin: 'settings', token, inspection: tried.inspection, settingsHash } as const;
    return this.ledger.install(accountId, candidate, { replacedId: active.id, isDead: true });
  }
}

/** Tells settings apart without keeping them. */
function hashOf(token: string, { appSecret }: Pick<IssuedAccount, 'appSecret'>): string {
  return createHash('sha256')
    .update(`${token}\n${appSecret?.reveal() ?? ''}`)
    .digest('hex');
}
