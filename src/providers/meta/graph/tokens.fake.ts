import { Secret } from '../../../kernel/secret.js';
import { type TokenInUse, type TokenMode, Tokens, type TokenStatus } from '../../../token/token.contract.js';

/** Tokens in memory: a renewal takes the next one of the list, `dead` when there is none. */
export class TokensFake extends Tokens {
  readonly uses: string[] = [];
  readonly refusals: string[] = [];
  readonly works: string[] = [];
  secrets: Secret[] = [new Secret('test_app_secret')];
  fault: Error | null = null;
  private at = 0;
  private fallback = false;

  constructor(private readonly tokens: readonly string[] = ['EAAtoken']) {
    super();
  }

  async use(accountId: string): Promise<TokenInUse> {
    if (this.fault) throw this.fault;
    this.uses.push(accountId);
    return { version: `v${this.at}`, secret: new Secret(this.tokens[this.at] ?? '') };
  }

  async refused(_accountId: string, version: string): Promise<'renewed' | 'dead'> {
    if (this.fault) throw this.fault;
    this.refusals.push(version);
    if (version === `v${this.at}`) this.at += 1;
    this.fallback = this.at >= this.tokens.length;
    return this.fallback ? 'dead' : 'renewed';
  }

  worked(_accountId: string, version: string): void {
    this.works.push(version);
  }

  mode(): TokenMode {
    return this.fallback ? 'fallback' : 'normal';
  }

  appSecrets(): readonly Secret[] {
    return this.secrets;
  }

  status(): Promise<TokenStatus> {
    throw new Error('not asked for here');
  }

  refresh(): Promise<TokenStatus> {
    throw new Error('not asked for here');
  }

  replace(): Promise<TokenStatus> {
    throw new Error('not asked for here');
  }
}
