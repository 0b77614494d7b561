import { Logger } from '@nestjs/common';
import { messageOf, RelaisError } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import type { Secret } from '../../../kernel/secret.js';
import type { TokenInUse, Tokens } from '../../../token/token.contract.js';
import type { Answered, GraphCall, GraphClient, GraphOutcome } from './graph.client.js';
import { graphErrorOf, saysTokenIsDead } from './meta.errors.js';

/** `tokenless`: no token of the account works; Meta has done nothing. With its words where it was asked. */
export type AccountOutcome = GraphOutcome | { end: 'tokenless'; answer?: Answered };

/** How often one message may find out whether the token works again. */
const PROBE_EVERY_MS = 10_000;

/** Calls with the token of one account. A token that dies in the middle is renewed, and the refused call repeated once. */
export class AccountClient {
  private readonly logger = new Logger('Meta');
  private nextProbe = 0;

  constructor(
    readonly accountId: string,
    private readonly client: GraphClient,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Whether it is known that no token works: nothing needs to be tried for a message. Now and then one may try all the same, so that
   * a token that works again is noticed even where nobody can be asked about it.
   */
  isInFallback(): boolean {
    if (this.tokens.mode(this.accountId) !== 'fallback') {
      this.nextProbe = 0;
      return false;
    }
    const now = performance.now();
    const isProbe = this.nextProbe !== 0 && now >= this.nextProbe;
    if (this.nextProbe === 0 || isProbe) this.nextProbe = now + PROBE_EVERY_MS;
    return !isProbe;
  }

  /** The token itself, for a file at another address of Meta; `null` where there is none that could work. */
  async token(): Promise<Secret | null> {
    if (this.tokens.mode(this.accountId) === 'fallback') return null;
    const token = await this.tokenInUse();
    return token?.secret ?? null;
  }

  async call(call: GraphCall): Promise<AccountOutcome> {
    const token = await this.tokenInUse();
    if (!token) return { end: 'tokenless' };
    const outcome = await this.callWith(call, token);
    if (!isDead(outcome)) return outcome;
    if (!(await this.isRenewed(token))) return { end: 'tokenless', answer: outcome };
    const renewed = await this.tokenInUse();
    if (!renewed) return { end: 'tokenless', answer: outcome };
    const second = await this.callWith(call, renewed);
    if (!isDead(second)) return second;
    await this.isRenewed(renewed);
    return { end: 'tokenless', answer: second };
  }

  private async callWith(call: GraphCall, { version, secret }: TokenInUse): Promise<GraphOutcome> {
    const [appSecret] = this.tokens.appSecrets(this.accountId);
    const outcome = await this.client.call(call, { token: secret, appSecret });
    if (outcome.end === 'answered' && outcome.status < 300 && outcome.body?.['error'] === undefined)
      this.tokens.worked(this.accountId, version);
    return outcome;
  }

  private async tokenInUse(): Promise<TokenInUse | null> {
    try {
      return await this.tokens.use(this.accountId);
    } catch (error) {
      this.note(error);
      return null;
    }
  }

  private async isRenewed({ version }: TokenInUse): Promise<boolean> {
    try {
      return (await this.tokens.refused(this.accountId, version)) === 'renewed';
    } catch (error) {
      this.note(error);
      return false;
    }
  }

  /** What the token room says on purpose it also tells by status and alert. */
  private note(error: unknown): void {
    if (!(error instanceof RelaisError)) this.logger.warn(`token: ${redact(messageOf(error))}`);
  }
}

function isDead(outcome: GraphOutcome): outcome is Answered {
  if (outcome.end !== 'answered' || outcome.body?.['error'] === undefined) return false;
  return saysTokenIsDead(graphErrorOf(outcome.body['error']), outcome.status);
}
