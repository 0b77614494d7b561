import { Logger } from '@nestjs/common';
import { messageOf, RelaisError } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import type { TokenInUse, Tokens } from '../../../token/token.contract.js';
import type { Answered, CallOutcome, Credential, Form, TwilioClient } from './twilio.client.js';
import { failureIn, saysTokenIsDead } from './twilio.errors.js';

/** `tokenless`: no token of the account works; Twilio has done nothing. With its words where it was asked. */
export type AccountOutcome = CallOutcome | { end: 'tokenless'; answer?: Answered };

/** Calls with the token of one account. Where a token died and another stands in, the refused call is repeated once. */
export class AccountClient {
  private readonly logger = new Logger('Twilio');

  constructor(
    readonly accountSid: string,
    private readonly client: TwilioClient,
    private readonly tokens: Tokens,
  ) {}

  /** Whether it is known that no token works: nothing needs to be tried for a message. */
  get isInFallback(): boolean {
    return this.tokens.mode(this.accountSid) === 'fallback';
  }

  send(form: Form): Promise<AccountOutcome> {
    return this.call((credential) => this.client.send(credential, form));
  }

  account(): Promise<AccountOutcome> {
    return this.call((credential) => this.client.account(credential));
  }

  senders(): Promise<AccountOutcome> {
    return this.call((credential) => this.client.senders(credential));
  }

  /** What a file at Twilio is asked for with; `null` where nothing works. */
  async credential(): Promise<Credential | null> {
    const token = await this.tokenInUse();
    return token && { accountSid: this.accountSid, token: token.secret };
  }

  private async call(ask: (credential: Credential) => Promise<CallOutcome>): Promise<AccountOutcome> {
    const token = await this.tokenInUse();
    if (!token) return { end: 'tokenless' };
    const outcome = await this.callWith(ask, token);
    if (!isDead(outcome)) return outcome;
    const another = (await this.isReplaced(token)) ? await this.tokenInUse() : null;
    if (!another) return { end: 'tokenless', answer: outcome };
    const second = await this.callWith(ask, another);
    if (!isDead(second)) return second;
    await this.isReplaced(another);
    return { end: 'tokenless', answer: second };
  }

  private async callWith(
    ask: (credential: Credential) => Promise<CallOutcome>,
    { version, secret }: TokenInUse,
  ): Promise<CallOutcome> {
    const outcome = await ask({ accountSid: this.accountSid, token: secret });
    if (outcome.end === 'answered' && outcome.status < 300) this.tokens.worked(this.accountSid, version);
    return outcome;
  }

  private async tokenInUse(): Promise<TokenInUse | null> {
    try {
      return await this.tokens.use(this.accountSid);
    } catch (error) {
      this.note(error);
      return null;
    }
  }

  private async isReplaced({ version }: TokenInUse): Promise<boolean> {
    try {
      return (await this.tokens.refused(this.accountSid, version)) === 'renewed';
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

function isDead(outcome: CallOutcome): outcome is Answered {
  return (
    outcome.end === 'answered' && outcome.status >= 400 && saysTokenIsDead(failureIn(outcome.body ?? {}))
  );
}
