import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { AccountChanges } from './account-changes.js';
import type { HeldAccount, Trouble } from './held.js';
import { factsOf, pauseAfter, skewOf } from './lifetime.js';
import { TokenNews } from './token-news.js';
import type { Inspection } from './token.port.js';
import { type AccountChange, TokenRepository } from './token.repository.js';
import { type Candidate, VersionMaker } from './version-maker.js';

const NO_TROUBLE = { trouble: null, reason: null, attempts: 0, retryAt: null } as const;

/**
 * Everything that changes what an account's token is. Each change looks at the account first and is made on exactly what it saw;
 * when somebody was faster it looks again.
 */
@Injectable()
export class TokenLedger {
  constructor(
    private readonly changes: AccountChanges,
    private readonly repository: TokenRepository,
    private readonly news: TokenNews,
    private readonly maker: VersionMaker,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a token in use in the place of `replacedId`; `false` when something else is in use by now. The one before is kept until
   * the new one has worked; when that one is dead (`isDead`), rather the one before it.
   */
  install(
    accountId: string,
    candidate: Candidate,
    { replacedId, isDead = false }: { replacedId: string | null; isDead?: boolean },
  ): Promise<boolean> {
    const now = this.clock.now();
    const version = this.maker.make(accountId, candidate, now);
    return this.changes.make(accountId, (held) => {
      if ((held.active?.id ?? null) !== replacedId) return null;
      const keepsEarlier = isDead && held.previous !== null;
      const kept = keepsEarlier ? held.previous : held.active;
      const renewedAt = candidate.origin === 'renewed' ? now : held.renewedAt;
      const settingsHash = candidate.settingsHash ?? held.settingsHash;
      return {
        set: {
          activeId: version.id,
          previousId: kept?.id ?? null,
          fallbackAt: null,
          ...NO_TROUBLE,
          renewedAt,
          settingsHash,
        },
        also: async () => {
          await this.repository.retireAllBut(accountId, kept?.id ?? version.id, now);
          if (kept !== null) await this.repository.amend(kept.id, { state: 'PREVIOUS' });
          await this.repository.add(version);
          if (replacedId !== null) await this.news.changed(held, version);
        },
      };
    });
  }

  /** The one before serves again because the active one is dead. */
  restore(accountId: string, deadId: string): Promise<boolean> {
    return this.changes.make(accountId, (held) => {
      const { active, previous } = held;
      if (active?.id !== deadId || previous === null) return null;
      return {
        set: { activeId: previous.id, previousId: null, fallbackAt: null, ...NO_TROUBLE },
        also: async () => {
          await this.repository.amend(previous.id, { state: 'ACTIVE' });
          await this.repository.retire(deadId, this.clock.now());
          await this.news.changed(held, { id: previous.id, origin: 'restored' });
        },
      };
    });
  }

  /** Writes down what the issuer said of the version in use. */
  note(accountId: string, versionId: string, inspection: Inspection): Promise<boolean> {
    return this.changes.make(accountId, ({ active }) => {
      if (active?.id !== versionId) return null;
      const now = this.clock.now();
      const skewMs = active.checkedAt === null ? skewOf(inspection, now) : active.skewMs;
      const { missingScopes, ...facts } = factsOf(inspection, now, skewMs);
      const scopes = missingScopes.join(',') || null;
      return {
        set: {},
        also: () => this.repository.amend(versionId, { ...facts, skewMs, missingScopes: scopes }),
      };
    });
  }

  /** The version in use still works, but its renewal failed. */
  postpone(accountId: string, versionId: string, trouble: Trouble): Promise<boolean> {
    return this.changes.make(accountId, (held) => {
      const { active, attempts } = held;
      if (active?.id !== versionId || held.fallbackAt !== null) return null;
      const { expiresAt } = active;
      const isNews = trouble.cause === 'refused' && held.trouble?.cause !== 'refused';
      const tell = async () => {
        if (isNews && expiresAt !== null) await this.news.willEnd(accountId, trouble.reason, expiresAt);
      };
      return { set: this.failure(trouble, attempts, trouble.cause === 'unreachable'), also: tell };
    });
  }

  /** Nothing works: fallback begins, or goes on. */
  fail(accountId: string, versionId: string, trouble: Trouble): Promise<boolean> {
    return this.changes.make(accountId, (held) => {
      if (held.active?.id !== versionId) return null;
      const begins = held.fallbackAt === null;
      // Failures of a fallback that ended without anything having worked since count on.
      const earlier = held.trouble === null ? held.attempts : 0;
      const now = this.clock.now();
      return {
        set: {
          ...this.failure(trouble, begins ? earlier : held.attempts, true),
          fallbackAt: held.fallbackAt ?? now,
        },
        also: () => (begins ? this.news.failed(held, trouble) : Promise.resolve()),
      };
    });
  }

  /** The version in use works after all: fallback ends. Its failures are forgotten once it has worked. */
  recover(accountId: string, versionId: string): Promise<boolean> {
    return this.changes.make(accountId, (held) => {
      if (held.active?.id !== versionId || held.fallbackAt === null) return null;
      const set = { fallbackAt: null, trouble: null, reason: null, retryAt: null };
      return { set, also: () => this.news.recovered(accountId) };
    });
  }

  /** The version in use has worked: the one before is no longer needed. */
  confirm(accountId: string, versionId: string): Promise<boolean> {
    return this.changes.make(accountId, (held) => {
      const { active, previous, trouble, attempts } = held;
      if (active?.id !== versionId || !isUnconfirmed(held)) return null;
      const retire = async () => {
        if (previous !== null) await this.repository.retire(previous.id, this.clock.now());
      };
      return { set: { previousId: null, attempts: trouble === null ? 0 : attempts }, also: retire };
    });
  }

  /** The account goes: nothing of its tokens stays. */
  async erase(accountId: string): Promise<void> {
    await this.changes.make(accountId, (held) => {
      if (held.active === null && held.previous === null) return null;
      const nothing = {
        activeId: null,
        previousId: null,
        fallbackAt: null,
        renewedAt: null,
        settingsHash: null,
      };
      const retire = async () => {
        await this.repository.retireAll(accountId, this.clock.now());
        await this.news.erased(accountId);
      };
      return { set: { ...nothing, ...NO_TROUBLE }, also: retire };
    });
  }

  /** The settings' token was looked at and not taken. */
  async dismiss(accountId: string, settingsHash: string): Promise<void> {
    await this.changes.make(accountId, (held) =>
      held.settingsHash === settingsHash ? null : { set: { settingsHash } },
    );
  }

  private failure({ cause, reason }: Trouble, attempts: number, isUrgent: boolean): AccountChange {
    const retryAt = new Date(this.clock.now().getTime() + pauseAfter(attempts, isUrgent));
    return { trouble: cause, reason, attempts: attempts + 1, retryAt };
  }
}

/** Whether it matters that the version in use has worked. */
export function isUnconfirmed({ previous, trouble, attempts }: HeldAccount): boolean {
  return previous !== null || (trouble === null && attempts > 0);
}
