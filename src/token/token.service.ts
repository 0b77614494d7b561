import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { messageOf } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import type { Secret } from '../kernel/secret.js';
import { NEVER_EXPIRES } from './advice.js';
import { IssuerRegistry } from './issuer-registry.js';
import { Replacement } from './replacement.js';
import { statusOf } from './status.js';
import { TokenMemory } from './token-memory.js';
import { type TokenInUse, type TokenMode, Tokens, type TokenStatus } from './token.contract.js';
import { IssuerUnreachable, RenewalRefused, TokenMissing } from './token.errors.js';
import { TokenWatch } from './token-watch.js';

/** The tokens of all accounts, from memory as long as nothing happens. */
@Injectable()
export class TokenService extends Tokens {
  private readonly log = new Logger('Token');

  constructor(
    private readonly memory: TokenMemory,
    private readonly registry: IssuerRegistry,
    private readonly watch: TokenWatch,
    private readonly replacement: Replacement,
    private readonly clock: Clock,
  ) {
    super();
  }

  async use(accountId: string): Promise<TokenInUse> {
    if (this.memory.get(accountId) === undefined) await this.memory.load(accountId);
    if (this.watch.mustAsk(accountId)) await this.watch.ask(accountId);
    const active = this.memory.get(accountId)?.active;
    if (!active) throw new TokenMissing(accountId);
    return { version: active.id, secret: active.token };
  }

  async refused(accountId: string, version: string): Promise<'renewed' | 'dead'> {
    try {
      return (await this.watch.refused(accountId, version)) ? 'renewed' : 'dead';
    } catch (error) {
      this.log.error(`account ${accountId} could not be renewed: ${redact(messageOf(error))}`);
      return 'dead';
    }
  }

  worked(accountId: string, version: string): void {
    this.watch.worked(accountId, version);
  }

  mode(accountId: string): TokenMode {
    return this.memory.get(accountId)?.fallbackAt instanceof Date ? 'fallback' : 'normal';
  }

  appSecrets(accountId: string): readonly Secret[] {
    const held = this.memory.get(accountId);
    const { appSecret } = this.registry.settingsOf(accountId);
    const all = [held?.active?.appSecret, appSecret, held?.previous?.appSecret];
    const byText = new Map(
      all.flatMap((secret) => (secret === undefined ? [] : [[secret.reveal(), secret]])),
    );
    return [...byText.values()];
  }

  async status(accountId: string): Promise<TokenStatus> {
    const issuer = this.registry.issuerOf(accountId);
    const held = await this.memory.load(accountId);
    const queued = await issuer.queued(accountId).catch((error: unknown) => {
      this.log.warn(`the queue of account ${accountId} could not be counted: ${redact(messageOf(error))}`);
      return 0;
    });
    return statusOf(held, queued, this.clock.now());
  }

  /** Asks the issuer now, and tells the status. */
  async check(accountId: string): Promise<TokenStatus> {
    await this.watch.check(accountId);
    return this.status(accountId);
  }

  async refresh(accountId: string): Promise<TokenStatus> {
    this.registry.issuerOf(accountId);
    if ((await this.memory.load(accountId)).active === null) throw new TokenMissing(accountId);
    const outcome = await this.watch.refresh(accountId);
    if (outcome.end === 'failed') {
      const { cause, reason } = outcome.trouble;
      throw cause === 'refused' ? new RenewalRefused(reason) : new IssuerUnreachable(reason);
    }
    const status = await this.status(accountId);
    return outcome.end === 'left' ? { ...status, advice: status.advice ?? NEVER_EXPIRES } : status;
  }

  async replace(accountId: string, token: Secret, appSecret?: Secret): Promise<TokenStatus> {
    this.registry.issuerOf(accountId);
    await this.replacement.take(accountId, token, appSecret);
    return this.status(accountId);
  }

  async forget(accountId: string): Promise<void> {
    await this.replacement.remove(accountId);
  }
}
