import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../kernel/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { Outcome } from './demand.js';
import type { HeldAccount, HeldVersion, Trouble } from './held.js';
import { Issuing, type Tried } from './issuing.js';
import { isSpent } from './lifetime.js';
import { SettingsToken } from './settings-token.js';
import { TokenLedger } from './token-ledger.js';

/** A token that works is called so again only so often before its refusals are believed. */
const VOUCHED_MS = 60_000;
/** Calls that were under way when the token was found to work are refused a little later, too. */
const UNDER_WAY_MS = 2_000;

/** What is done about a token while this instance has its lease. */
@Injectable()
export class Renewing {
  private readonly log = new Logger('Token');
  /** Versions that were refused although the issuer finds nothing wrong with them. */
  private readonly vouched = new Map<string, number>();

  private readonly renewals: Counter<'outcome'>;

  constructor(
    private readonly issuing: Issuing,
    private readonly ledger: TokenLedger,
    private readonly settings: SettingsToken,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    const help = 'Renewals of access tokens, by how they ended';
    this.renewals = metrics.counter('relais_token_renewals_total', help, ['outcome']);
  }

  /** Somebody wishes a renewal: done if the token is one that can be renewed. */
  async refresh(held: HeldAccount): Promise<Outcome> {
    const { accountId, active } = held;
    if (active === null) return { end: 'left' };
    const inspection = await this.issuing.inspect(accountId, active);
    if ('cause' in inspection) return { end: 'failed', trouble: inspection };
    await this.ledger.note(accountId, active.id, inspection);
    if (!inspection.valid) return this.revive(held);
    if (inspection.kind === 'never-expiring') return { end: 'left' };
    const failure = await this.exchange(held, active);
    if (failure === null) return { end: 'works' };
    await this.ledger.postpone(accountId, active.id, failure.trouble);
    return failure;
  }

  /** Most of its life is over. A failure is no misfortune as long as the token works. */
  async renewInTime(held: HeldAccount): Promise<Outcome> {
    const { accountId, active } = held;
    if (active === null) return { end: 'left' };
    const failure = await this.exchange(held, active);
    if (failure === null) return { end: 'works' };
    await this.ledger.postpone(accountId, active.id, failure.trouble);
    this.log.warn(`the token of account ${accountId} could not be renewed: ${failure.trouble.cause}`);
    if (!isSpent(active, this.clock.now())) return failure;
    const inspection = await this.issuing.inspect(accountId, active);
    if ('cause' in inspection) return failure;
    await this.ledger.note(accountId, active.id, inspection);
    return inspection.valid ? failure : this.standIn(held, active, failure.trouble);
  }

  /** A token that is refused, or that nobody could use for a while: does it work, can it be renewed, does another one stand in? */
  async revive(held: HeldAccount, { wasRefused = false } = {}): Promise<Outcome> {
    const { accountId, active } = held;
    if (active === null) return { end: 'left' };
    const tried = await this.issuing.tryAll(accountId, active, active.missingScopes);
    if (tried.inspection !== null) await this.ledger.note(accountId, active.id, tried.inspection);
    if (tried.works && !wasRefused) return this.vouchFor(accountId, active);
    const staysForEver = tried.works && tried.inspection.kind === 'never-expiring';
    const failure = staysForEver ? null : await this.exchange(held, active, true);
    if (failure === null && !staysForEver) return { end: 'works' };
    if (tried.works && this.isCredible(active)) return this.vouchFor(accountId, active);
    return this.standIn(held, active, troubleOf(tried, failure?.trouble));
  }

  /** Gets another token for this one, tries it, and puts it in use; what went wrong otherwise. */
  private async exchange(held: HeldAccount, active: HeldVersion, isDead = false): Promise<Failure | null> {
    const failure = await this.tryExchange(held.accountId, active, isDead);
    this.renewals.inc({ outcome: failure?.trouble.cause ?? 'renewed' });
    return failure;
  }

  private async tryExchange(
    accountId: string,
    active: HeldVersion,
    isDead: boolean,
  ): Promise<Failure | null> {
    const renewal = await this.issuing.renew(accountId, active);
    if (renewal.outcome !== 'renewed') return failed({ cause: renewal.outcome, reason: renewal.reason });
    const { token, expiresAt: promised } = renewal;
    const { appSecret } = active;
    const tried = await this.issuing.tryAll(accountId, { token, appSecret }, active.missingScopes);
    if (!tried.works) return failed(tried.trouble);
    const { inspection } = tried;
    const candidate = { origin: 'renewed', token, appSecret, inspection, promised } as const;
    await this.ledger.install(accountId, candidate, { replacedId: active.id, isDead });
    this.log.log(`the token of account ${accountId} was renewed`);
    return null;
  }

  /** The one before, or the settings', serves instead of a dead one; else fallback. */
  private async standIn(held: HeldAccount, active: HeldVersion, trouble: Trouble): Promise<Outcome> {
    const { accountId, previous } = held;
    if (previous !== null && (await this.issuing.tryAll(accountId, previous, active.missingScopes)).works) {
      if (await this.ledger.restore(accountId, active.id)) return { end: 'works' };
    }
    if (await this.settings.standIn(held)) return { end: 'works' };
    await this.ledger.fail(accountId, active.id, trouble);
    return { end: 'failed', trouble };
  }

  private async vouchFor(accountId: string, { id }: HeldVersion): Promise<Outcome> {
    if (!this.vouched.has(id)) this.vouched.set(id, this.clock.now().getTime());
    await this.ledger.recover(accountId, id);
    return { end: 'works' };
  }

  private isCredible({ id }: HeldVersion): boolean {
    const at = this.vouched.get(id);
    if (at === undefined) return true;
    const since = this.clock.now().getTime() - at;
    if (since >= UNDER_WAY_MS) this.vouched.delete(id);
    return since < UNDER_WAY_MS || since > VOUCHED_MS;
  }
}

type Failure = Extract<Outcome, { end: 'failed' }>;

const failed = (trouble: Trouble): Failure => ({ end: 'failed', trouble });

/** What a person has to know: the issuer's word about the token says more than its word about the renewal. */
function troubleOf(tried: Tried, renewal: Trouble | undefined): Trouble {
  if (!tried.works && (tried.trouble.cause === 'refused' || renewal === undefined)) return tried.trouble;
  return renewal ?? { cause: 'refused', reason: 'Le jeton est refusé bien que l’émetteur le dise valable.' };
}
