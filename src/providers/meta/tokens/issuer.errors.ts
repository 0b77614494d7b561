import { RelaisError } from '../../../kernel/error.js';

/** Meta could not be asked: nothing is known about the token. */
export class IssuerUnreachable extends RelaisError {
  readonly code = 'meta.issuer-unreachable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText: string;

  constructor(reason: string) {
    super(reason);
    this.publicText = reason;
  }
}
