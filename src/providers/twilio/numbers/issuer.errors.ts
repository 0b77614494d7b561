import { RelaisError } from '../../../kernel/error.js';

/** Nobody can say whether a token works. */
export class IssuerUnreachable extends RelaisError {
  readonly code = 'twilio.unreachable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText = 'Twilio n’a pas pu être consulté. Réessayez dans un instant.';
}

/** What was given cannot belong to an account. */
export class AccountRefused extends RelaisError {
  readonly code = 'twilio.account';
  readonly kind = 'invalid';

  constructor(readonly publicText: string) {
    super('the account was not taken');
  }
}
